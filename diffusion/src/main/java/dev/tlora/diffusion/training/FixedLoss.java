package dev.tlora.diffusion.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.concept.ConceptImage;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.random.Purpose;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import java.util.stream.IntStream;

/**
 * The loss of the first image at evenly spread timesteps, each with its own noise that never
 * changes. The training loss itself jumps with the timestep drawn; this one shows progress.
 */
final class FixedLoss {

    private static final int SAMPLES = 8;

    /** A run's seed may change what it trains on, but not what it is measured by. */
    private static final long SEED = 0;

    private static final int[] TIMESTEPS =
            IntStream.range(0, SAMPLES).map(i -> 1000 / SAMPLES * i + 62).toArray();

    private final UNet unet;
    private final PreparedConcept concept;
    private final Adapter adapter;
    private final NoisyLatents noisyLatents;

    FixedLoss(UNet unet, PreparedConcept concept, Adapter adapter, NoisyLatents noisyLatents) {
        this.unet = unet;
        this.concept = concept;
        this.adapter = adapter;
        this.noisyLatents = noisyLatents;
    }

    double measure(NDManager parent) {
        try (NDManager scope = parent.newSubManager()) {
            return Gradients.without(() -> measureIn(scope));
        }
    }

    private double measureIn(NDManager scope) {
        ConceptImage image = concept.images().get(0);
        NDList noisy = new NDList();
        NDList noise = new NDList();
        float[] times = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            NoisyLatents.Sample sample =
                    noisyLatents.draw(
                            image,
                            TIMESTEPS[i],
                            SEED,
                            i,
                            Purpose.POSTERIOR,
                            Purpose.FIXED_LOSS_NOISE,
                            scope);
            noisy.add(sample.noisy());
            noise.add(sample.noise());
            times[i] = TIMESTEPS[i];
        }
        adapter.atTimesteps(TIMESTEPS, scope);
        NDArray predicted =
                unet.forward(
                        NDArrays.concat(noisy),
                        HostArrays.create(scope, times, new Shape(SAMPLES)),
                        conditioning(image, scope));
        return Kernel.MSE.call(predicted, NDArrays.concat(noise)).getFloat();
    }

    private Conditioning conditioning(ConceptImage image, NDManager scope) {
        return new Conditioning(
                repeat(concept.hidden(), scope),
                repeat(concept.pooled(), scope),
                repeat(image.timeIds(), scope));
    }

    private static NDArray repeat(NDArray one, NDManager scope) {
        NDArray repeated = one.repeat(0, SAMPLES);
        repeated.attach(scope);
        return repeated;
    }
}
