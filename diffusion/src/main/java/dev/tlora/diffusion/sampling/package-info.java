/** From prompts and seeds to latents and images; hides guidance and the walk over timesteps. */
package dev.tlora.diffusion.sampling;
