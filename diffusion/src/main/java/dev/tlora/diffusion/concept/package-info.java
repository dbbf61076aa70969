/** A concept as a trainer needs it: latents and embeddings, so that it loads the U-Net alone. */
package dev.tlora.diffusion.concept;
