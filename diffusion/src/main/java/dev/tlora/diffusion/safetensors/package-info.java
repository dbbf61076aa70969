/** The safetensors file format: mapped reading, streaming writing, metadata. */
package dev.tlora.diffusion.safetensors;
