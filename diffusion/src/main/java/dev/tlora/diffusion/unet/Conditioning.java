package dev.tlora.diffusion.unet;

import ai.djl.ndarray.NDArray;

/**
 * What the U-Net is told beside the noisy latents. The arrays are borrowed.
 *
 * @param hidden hidden states of the prompt, (B, 77, C)
 * @param pooled pooled embedding of the prompt, (B, P)
 * @param timeIds original height and width, crop top and left, target height and width in pixels,
 *     (B, 6) float32
 */
public record Conditioning(NDArray hidden, NDArray pooled, NDArray timeIds) {}
