package dev.tlora.diffusion.schedule;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;

/**
 * diffusers' {@code DDIMScheduler} with η = 0: predicts the image and noises it again with the same
 * noise to one stride below, x' = √ᾱ' (x − √(1 − ᾱ) ε) / √ᾱ + √(1 − ᾱ') ε.
 */
final class DdimScheduler implements Scheduler {

    private final NoiseSchedule schedule;
    private final int[] timesteps;

    DdimScheduler(NoiseSchedule schedule, int[] timesteps) {
        this.schedule = schedule;
        this.timesteps = timesteps;
    }

    @Override
    public int[] timesteps() {
        return timesteps.clone();
    }

    @Override
    public double initNoiseSigma() {
        return 1;
    }

    @Override
    public NDArray scaleInput(NDArray latents, int index) {
        return latents.duplicate();
    }

    @Override
    public NDArray step(NDArray modelOutput, int index, NDArray latents) {
        double alpha = schedule.alphasCumprod(timesteps[index]);
        double next = alphaAfter(timesteps[index]);
        double ofLatents = Math.sqrt(next / alpha);
        double ofNoise = Math.sqrt(1 - next) - ofLatents * Math.sqrt(1 - alpha);
        return scoped(
                () -> latents.mul(ofLatents).add(modelOutput.mul(ofNoise)), latents, modelOutput);
    }

    private double alphaAfter(int timestep) {
        int below = timestep - schedule.steps() / timesteps.length;
        if (below >= 0) {
            return schedule.alphasCumprod(below);
        }
        return schedule.config().alphaToOne() ? 1 : schedule.alphasCumprod(0);
    }

    @Override
    public void close() {
        // Remembers nothing.
    }
}
