package dev.tlora.diffusion.sampling;

/** Watches the denoising steps; used for progress and to cancel. */
@FunctionalInterface
public interface StepListener {

    /**
     * Called before each step, on the sampling thread. Whatever it throws ends the sampling, frees
     * its arrays and reaches the caller; to cancel, throw a {@link
     * java.util.concurrent.CancellationException}.
     *
     * @param step steps done so far, from 0
     * @param steps all steps of this run
     * @param timestep the timestep about to be denoised
     */
    void beforeStep(int step, int steps, int timestep);

    static StepListener none() {
        return (step, steps, timestep) -> {};
    }
}
