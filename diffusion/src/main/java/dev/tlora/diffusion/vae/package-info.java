/**
 * SDXL's variational auto-encoder between pixels and latents: one class per diffusers module, child
 * names equal to the checkpoint's keys.
 */
package dev.tlora.diffusion.vae;
