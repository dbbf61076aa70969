package dev.tlora.diffusion.schedule;

import ai.djl.ndarray.NDArray;

/**
 * Walks latents from noise to image, one predicted noise at a time, as the diffusers scheduler of
 * the same name does.
 *
 * <p>A scheduler serves one run of one thread: steps are taken in order from 0. Closing it frees
 * what it remembers of earlier steps; after the last step that is nothing.
 */
public interface Scheduler extends AutoCloseable {

    /** The timestep the network is told at each step, falling. */
    int[] timesteps();

    /** Factor that turns standard normal noise into the latents of step 0. */
    double initNoiseSigma();

    /**
     * Brings latents to the scale the network was trained on.
     *
     * @param index the step, 0 to {@code timesteps().length}, exclusive
     * @return an array of its own, belonging to the manager of {@code latents}
     */
    NDArray scaleInput(NDArray latents, int index);

    /**
     * Takes one step.
     *
     * @param modelOutput the noise predicted in the scaled latents, (B, C, H, W)
     * @param index the step, 0 to {@code timesteps().length}, exclusive
     * @param latents the latents, unscaled, (B, C, H, W)
     * @return the latents of the next step, belonging to the manager of {@code latents}
     */
    NDArray step(NDArray modelOutput, int index, NDArray latents);

    @Override
    void close();
}
