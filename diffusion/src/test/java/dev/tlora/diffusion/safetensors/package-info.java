/** Files as they should be, and as nobody should trust them. */
package dev.tlora.diffusion.safetensors;
