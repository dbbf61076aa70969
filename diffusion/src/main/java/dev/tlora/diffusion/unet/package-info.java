/**
 * SDXL's denoising U-Net: one class per diffusers module, child names equal to the checkpoint's
 * keys. Hides how skips travel and how memory is scoped.
 */
package dev.tlora.diffusion.unet;
