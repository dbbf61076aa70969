package dev.tlora.diffusion.checkpoint;

/**
 * Memory that a model takes, in bytes: of the weights exactly, of what flows through as an
 * estimate.
 *
 * @param unet weights of the U-Net
 * @param vae weights of the VAE
 * @param textEncoders weights of both text encoders
 * @param decoding what the VAE needs beside its weights to decode one image of native size
 */
public record Footprint(long unet, long vae, long textEncoders, long decoding) {

    /** What drawing one image of native size takes, with all networks in memory. */
    public long sampling() {
        return unet + vae + textEncoders + decoding;
    }
}
