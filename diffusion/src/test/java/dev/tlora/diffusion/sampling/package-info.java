/** From prompts to latents, against the reference pipeline and against its own promises. */
package dev.tlora.diffusion.sampling;
