package dev.tlora.diffusion.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.concept.ConceptImage;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.random.CounterNoise;
import dev.tlora.diffusion.random.Purpose;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.tensor.HostArrays;

/** Draws what a training step sees: an image's latents and the noise on top of them. */
final class NoisyLatents {

    private final PreparedConcept concept;
    private final NoiseSchedule schedule;

    NoisyLatents(PreparedConcept concept, NoiseSchedule schedule) {
        this.concept = concept;
        this.schedule = schedule;
    }

    /**
     * A noisy sample and the noise in it.
     *
     * @param noisy (1, 4, h, w)
     * @param noise (1, 4, h, w)
     */
    record Sample(NDArray noisy, NDArray noise) {}

    /** The arrays belong to {@code scope}. */
    Sample draw(
            ConceptImage image,
            int timestep,
            long seed,
            long step,
            Purpose posterior,
            Purpose noisePurpose,
            NDManager scope) {
        NDArray deviation = scope.zeros(image.logVariance().getShape()).add(image.logVariance());
        NDArray latents =
                gaussian(image, seed, step, posterior, scope)
                        .mul(deviation.mul(0.5).exp())
                        .add(image.mean())
                        .mul(concept.scalingFactor());
        NDArray noise = gaussian(image, seed, step, noisePurpose, scope);
        return new Sample(schedule.addNoise(latents, noise, timestep), noise);
    }

    private static NDArray gaussian(
            ConceptImage image, long seed, long step, Purpose purpose, NDManager scope) {
        Shape shape = image.mean().getShape();
        float[] values = CounterNoise.gaussian(seed, step, purpose, (int) shape.size());
        return HostArrays.create(scope, values, shape);
    }
}
