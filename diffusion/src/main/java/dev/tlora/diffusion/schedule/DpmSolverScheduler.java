package dev.tlora.diffusion.schedule;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Optional;

/**
 * diffusers' {@code DPMSolverMultistepScheduler} as it is by default: {@code dpmsolver++} of second
 * order, midpoint, ending at no noise. With λ = −log σ and h its rise over the step, the image
 * predicted by the noise, extrapolated from the previous step's prediction, is what the latents
 * move towards (Lu et al. 2022, "DPM-Solver++", algorithm 2). The first step has no earlier one and
 * the last ends at σ = 0, so both are of first order.
 */
final class DpmSolverScheduler implements Scheduler {

    private final int[] timesteps;

    /** One for each step, and 0 for the image. */
    private final double[] sigmas;

    private Optional<NDArray> previousImage = Optional.empty();

    DpmSolverScheduler(NoiseSchedule schedule, int[] timesteps) {
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
        return 1;
    }

    @Override
    public NDArray scaleInput(NDArray latents, int index) {
        return latents.duplicate();
    }

    @Override
    public NDArray step(NDArray modelOutput, int index, NDArray latents) {
        if (index == 0) {
            close();
        }
        double sigma = sigmas[index];
        NDArray image =
                scoped(
                        () -> latents.mul(Math.hypot(sigma, 1)).sub(modelOutput.mul(sigma)),
                        latents,
                        modelOutput);
        NDArray next =
                isLast(index) || previousImage.isEmpty()
                        ? towards(image, index, latents)
                        : extrapolated(image, previousImage.get(), index, latents);
        remember(image, index);
        return next;
    }

    private boolean isLast(int index) {
        return index == timesteps.length - 1;
    }

    private NDArray towards(NDArray image, int index, NDArray latents) {
        return scoped(() -> latents.mul(shrink(index)).add(image.mul(pull(index))), latents, image);
    }

    private NDArray extrapolated(NDArray image, NDArray previous, int index, NDArray latents) {
        double rise = Math.log(sigmas[index] / sigmas[index + 1]);
        double previousRise = Math.log(sigmas[index - 1] / sigmas[index]);
        double beyond = rise / previousRise / 2;
        return scoped(
                () -> {
                    NDArray ahead = image.mul(1 + beyond).sub(previous.mul(beyond));
                    return latents.mul(shrink(index)).add(ahead.mul(pull(index)));
                },
                latents,
                image,
                previous);
    }

    /** What is left of the latents: the ratio of the noise in them, at unit variance. */
    private double shrink(int index) {
        return noiseShare(index + 1) / noiseShare(index);
    }

    /** α' (1 − e^−h), where e^−h is the ratio of the sigmas. */
    private double pull(int index) {
        double alpha = 1 / Math.hypot(sigmas[index + 1], 1);
        return alpha * (1 - sigmas[index + 1] / sigmas[index]);
    }

    private double noiseShare(int index) {
        return sigmas[index] / Math.hypot(sigmas[index], 1);
    }

    /** Callers free their arrays after each step, so the remembered one belongs to nobody else. */
    private void remember(NDArray image, int index) {
        close();
        if (isLast(index)) {
            image.close();
        } else {
            image.detach();
            previousImage = Optional.of(image);
        }
    }

    @Override
    public void close() {
        previousImage.ifPresent(NDArray::close);
        previousImage = Optional.empty();
    }
}
