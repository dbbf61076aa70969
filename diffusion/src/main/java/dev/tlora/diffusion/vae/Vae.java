package dev.tlora.diffusion.vae;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.layer.Conv2d;
import dev.tlora.diffusion.tensor.CheckpointBlock;

/**
 * SDXL's auto-encoder, diffusers' {@code AutoencoderKL}.
 *
 * <p>Dimensions: B batch, H and W pixels, h and w latents, L latent channels. Latents are unscaled
 * here; the U-Net works on latents times {@link #scalingFactor()}.
 *
 * <ul>
 *   <li>keys: {@code encoder decoder quant_conv post_quant_conv}
 * </ul>
 *
 * <p>Computes in float32 whatever the rest does: in float16 the published weights overflow.
 */
public final class Vae extends CheckpointBlock {

    /** Bounds of the log-variance, diffusers' {@code DiagonalGaussianDistribution}. */
    private static final double MIN_LOG_VARIANCE = -30;

    private static final double MAX_LOG_VARIANCE = 20;

    private final VaeConfig config;
    private final Encoder encoder;
    private final Decoder decoder;
    private final Conv2d quantConv;
    private final Conv2d postQuantConv;

    public Vae(VaeConfig config) {
        this.config = config;
        int latents = config.latentChannels();
        encoder = child("encoder", new Encoder(config));
        decoder = child("decoder", new Decoder(config));
        quantConv = child("quant_conv", new Conv2d(2L * latents, 2L * latents, 1, 1, 0));
        postQuantConv = child("post_quant_conv", new Conv2d(latents, latents, 1, 1, 0));
    }

    public VaeConfig config() {
        return config;
    }

    /** What latents are multiplied by before noise is added to them, 0.13025 for SDXL. */
    public double scalingFactor() {
        return config.scalingFactor();
    }

    /** Pixels per latent along each side, 8 for SDXL. */
    public int downscale() {
        return config.downscale();
    }

    /**
     * Encodes pixels; heights and widths that {@link #downscale()} does not divide lose the rest.
     *
     * @param pixels (B, 3, H, W) in [−1, 1]
     * @return means and log-variances (B, L, h, w), belonging to the manager of {@code pixels}
     */
    public Posterior encode(NDArray pixels) {
        try (NDManager scope = NDManager.subManagerOf(pixels)) {
            scope.tempAttachAll(pixels);
            NDList halves = quantConv.forward(encoder.forward(pixels)).split(2, 1);
            NDArray mean = halves.get(0).duplicate();
            NDArray logVariance = halves.get(1).clip(MIN_LOG_VARIANCE, MAX_LOG_VARIANCE);
            return new Posterior(scope.ret(mean), scope.ret(logVariance));
        }
    }

    /**
     * Decodes latents.
     *
     * @param latents (B, L, h, w), unscaled
     * @return pixels (B, 3, H, W), about [−1, 1], belonging to the manager of {@code latents}
     */
    public NDArray decode(NDArray latents) {
        return scoped(() -> decoder.forward(postQuantConv.forward(latents)), latents);
    }
}
