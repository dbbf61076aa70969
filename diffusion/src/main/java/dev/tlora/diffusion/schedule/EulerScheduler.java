package dev.tlora.diffusion.schedule;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/**
 * diffusers' {@code EulerDiscreteScheduler}: x += ε (σ(next) − σ), latents at the scale of the
 * image, so that the network's input is x / √(σ² + 1).
 */
final class EulerScheduler implements Scheduler {

    private final int[] timesteps;

    /** One for each step, and 0 for the image. */
    private final double[] sigmas;

    EulerScheduler(NoiseSchedule schedule, int[] timesteps) {
        this.timesteps = timesteps;
        sigmas =
                Arrays.copyOf(
                        Arrays.stream(timesteps).mapToDouble(schedule::sigma).toArray(),
                        timesteps.length + 1);
    }

    @Override
    public int[] timesteps() {
        return timesteps.clone();
    }

    @Override
    public double initNoiseSigma() {
        return Math.hypot(sigmas[0], 1);
    }

    @Override
    public NDArray scaleInput(NDArray latents, int index) {
        return latents.div(Math.hypot(sigmas[index], 1));
    }

    @Override
    public NDArray step(NDArray modelOutput, int index, NDArray latents) {
        double distance = sigmas[index + 1] - sigmas[index];
        return scoped(() -> latents.add(modelOutput.mul(distance)), latents, modelOutput);
    }

    @Override
    public void close() {
        // Remembers nothing.
    }
}
