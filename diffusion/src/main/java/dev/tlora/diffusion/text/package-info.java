/**
 * SDXL's two text encoders and their tokenizers: from prompts to what the U-Net is told about them.
 * Hides the vocabulary's files and which layer of which encoder is used.
 */
package dev.tlora.diffusion.text;
