package dev.tlora.diffusion.schedule;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.tensor.HostArrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

/**
 * How much of an image is left at each timestep: x(t) = √ᾱ(t) x + √(1 − ᾱ(t)) ε, where ᾱ(t) is the
 * product of 1 − β up to t and √β rises linearly ("scaled linear", diffusers' {@code
 * DDPMScheduler}).
 *
 * <p>Immutable.
 */
public final class NoiseSchedule {

    private final SchedulerConfig config;
    private final double[] alphasCumprod;

    private NoiseSchedule(SchedulerConfig config) {
        this.config = Objects.requireNonNull(config, "config");
        alphasCumprod = alphasCumprod(config);
    }

    public static NoiseSchedule from(SchedulerConfig config) {
        return new NoiseSchedule(config);
    }

    private static double[] alphasCumprod(SchedulerConfig config) {
        int steps = config.trainTimesteps();
        double first = Math.sqrt(config.betaStart());
        double rise = (Math.sqrt(config.betaEnd()) - first) / (steps - 1);
        double[] products = new double[steps];
        double product = 1;
        for (int timestep = 0; timestep < steps; timestep++) {
            double rootBeta = first + rise * timestep;
            product *= 1 - rootBeta * rootBeta;
            products[timestep] = product;
        }
        return products;
    }

    public SchedulerConfig config() {
        return config;
    }

    /** Timesteps the model was trained on: valid ones are 0 to this, exclusive. */
    public int steps() {
        return alphasCumprod.length;
    }

    /** Share of the image's variance that is left at a timestep, ᾱ(t). */
    public double alphasCumprod(int timestep) {
        return alphasCumprod[Objects.checkIndex(timestep, alphasCumprod.length)];
    }

    /** Noise relative to the image at a timestep, √((1 − ᾱ) / ᾱ). */
    public double sigma(int timestep) {
        double alpha = alphasCumprod(timestep);
        return Math.sqrt((1 - alpha) / alpha);
    }

    /**
     * Noises each sample to its own timestep.
     *
     * @param latents (B, C, H, W)
     * @param noise (B, C, H, W), standard normal
     * @param timesteps one for each of the B samples
     * @return (B, C, H, W), belonging to the manager of {@code latents}
     */
    public NDArray addNoise(NDArray latents, NDArray noise, int... timesteps) {
        long batch = latents.getShape().get(0);
        if (batch != timesteps.length) {
            throw new IllegalArgumentException(
                    batch + " samples need as many timesteps, got " + timesteps.length);
        }
        return scoped(
                () -> {
                    NDArray kept = perSample(latents, timesteps, t -> Math.sqrt(alphasCumprod(t)));
                    NDArray added =
                            perSample(latents, timesteps, t -> Math.sqrt(1 - alphasCumprod(t)));
                    return latents.mul(kept).add(noise.mul(added));
                },
                latents,
                noise);
    }

    /** One factor for each sample, (B, 1, 1, 1). */
    private static NDArray perSample(NDArray like, int[] timesteps, IntToDoubleFunction factor) {
        float[] factors = new float[timesteps.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) factor.applyAsDouble(timesteps[i]);
        }
        return HostArrays.create(like.getManager(), factors, new Shape(factors.length, 1, 1, 1));
    }
}
