package dev.tlora.diffusion.vae;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;

/**
 * What the encoder makes of pixels: a normal distribution over unscaled latents.
 *
 * @param mean (B, L, h, w)
 * @param logVariance (B, L, h, w), within [−30, 20]
 */
public record Posterior(NDArray mean, NDArray logVariance) implements AutoCloseable {

    /**
     * Latents drawn from the distribution.
     *
     * @param noise (B, L, h, w), standard normal
     * @return (B, L, h, w), unscaled, belonging to the manager of {@code mean}
     */
    public NDArray sample(NDArray noise) {
        return scoped(
                () -> mean.add(logVariance.mul(0.5).exp().mul(noise)), mean, logVariance, noise);
    }

    @Override
    public void close() {
        mean.close();
        logVariance.close();
    }
}
