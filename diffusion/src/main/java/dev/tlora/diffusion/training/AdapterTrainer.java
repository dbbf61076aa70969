package dev.tlora.diffusion.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.concept.ConceptImage;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.random.CounterNoise;
import dev.tlora.diffusion.random.Purpose;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * Trains an adapter on a prepared concept, one optimiser step per call: ε-prediction at a uniform
 * timestep, plain mean squared error, AdamW (paper §4.1 and §5; reference {@code train.py}). The
 * frozen weights never change.
 *
 * <p>A step depends on the settings' seed and its own number alone, so state saved after N steps
 * and restored continues exactly as an uninterrupted run would.
 *
 * <p>Used by one thread. Closing it detaches the adapter, which stays the caller's.
 */
public final class AdapterTrainer implements AutoCloseable {

    private final UNet unet;
    private final PreparedConcept concept;
    private final Adapter adapter;
    private final TrainingSettings settings;
    private final NoisyLatents noisyLatents;
    private final FixedLoss fixedLoss;
    private final NDManager manager;
    private final AdamW optimizer;
    private int done;

    /** Attaches {@code adapter} to {@code unet}. */
    public AdapterTrainer(
            UNet unet,
            NoiseSchedule schedule,
            PreparedConcept concept,
            Adapter adapter,
            TrainingSettings settings) {
        this.unet = unet;
        this.concept = concept;
        this.adapter = adapter;
        this.settings = settings;
        this.noisyLatents = new NoisyLatents(concept, schedule);
        this.fixedLoss = new FixedLoss(unet, concept, adapter, noisyLatents);
        this.manager = NDManager.subManagerOf(concept.hidden());
        Map<String, NDArray> parameters = adapter.trainable();
        parameters.values().forEach(parameter -> parameter.setRequiresGradient(true));
        this.optimizer = new AdamW(parameters, settings, manager);
        adapter.attachTo(unet);
    }

    /** Steps done so far, those before a restore included. */
    public int done() {
        return done;
    }

    public boolean isFinished() {
        return done >= settings.steps();
    }

    /**
     * Does the next step.
     *
     * @throws DivergedException when the loss is not finite
     */
    public TrainingStep step() {
        int timestep =
                draw(Purpose.TIMESTEP, settings.lastTimestep() - settings.firstTimestep() + 1);
        timestep += settings.firstTimestep();
        ConceptImage image =
                concept.images().get(draw(Purpose.IMAGE_CHOICE, concept.images().size()));
        int activeRank = adapter.atTimestep(timestep);
        double loss = backward(image, timestep);
        if (!Double.isFinite(loss)) {
            throw new DivergedException(done + 1, loss);
        }
        double norm = optimizer.update(manager);
        done++;
        return new TrainingStep(done, timestep, activeRank, loss, norm);
    }

    /** The loss on timesteps and noises that never change, so that its fall means learning. */
    public double fixedLoss() {
        return fixedLoss.measure(manager);
    }

    private int draw(Purpose purpose, int bound) {
        return CounterNoise.uniformInt(settings.seed(), done, purpose, bound);
    }

    private double backward(ConceptImage image, int timestep) {
        try (NDManager scope = manager.newSubManager()) {
            NoisyLatents.Sample sample =
                    noisyLatents.draw(
                            image, timestep, settings.seed(), done, Purpose.TRAINING_NOISE, scope);
            NDArray timesteps = HostArrays.create(scope, new float[] {timestep}, new Shape(1));
            Conditioning conditioning =
                    new Conditioning(concept.hidden(), concept.pooled(), image.timeIds());
            NDArray loss =
                    Gradients.backward(
                            () ->
                                    Kernel.MSE.call(
                                            unet.forward(sample.noisy(), timesteps, conditioning),
                                            sample.noise()));
            return loss.getFloat();
        }
    }

    /** Writes the optimiser's state; the stream stays open. */
    public void writeOptimizer(OutputStream out) throws IOException {
        SafetensorsWriter.write(out, optimizer.state(), Map.of());
    }

    /** Continues after {@code steps} steps; the adapter must be the one saved with the file. */
    public void restore(Path optimizerFile, int steps) {
        try (SafetensorsFile file = SafetensorsFile.open(optimizerFile)) {
            optimizer.restore(file, steps, manager);
        }
        done = steps;
    }

    @Override
    public void close() {
        adapter.detachFrom(unet);
        manager.close();
    }
}
