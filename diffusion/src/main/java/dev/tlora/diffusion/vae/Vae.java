package dev.tlora.diffusion.vae;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.layer.Conv2d;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Precision;

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
 * <p>Computes in the element type of its weights, but takes and gives float32. In float16 the
 * weights published with SDXL overflow; {@link VaeConfig#effective} keeps them in float32.
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
            NDArray moments = quantConv.forward(encoder.forward(quantConv.cast(pixels)));
            NDList halves = Precision.FLOAT32.cast(moments).split(2, 1);
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
     * @throws NotFiniteException when the pixels are not numbers, which would show as black
     */
    public NDArray decode(NDArray latents) {
        return scoped(() -> requireFinite(decoded(latents), latents), latents);
    }

    private NDArray decoded(NDArray latents) {
        NDArray quantised = postQuantConv.forward(postQuantConv.cast(latents));
        return Precision.FLOAT32.cast(decoder.forward(quantised));
    }

    private static NDArray requireFinite(NDArray pixels, NDArray latents) {
        if (isFinite(pixels)) {
            return pixels;
        }
        throw new NotFiniteException(
                isFinite(latents)
                        ? "the VAE made pixels that are no numbers of good latents; set force_upcast"
                                + " in vae/config.json to true, so that it runs in float32"
                        : "the latents to decode are no numbers; the steps before have diverged");
    }

    private static boolean isFinite(NDArray array) {
        return Kernel.IS_FINITE.call(array).getBoolean();
    }
}
