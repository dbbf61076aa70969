/** The auto-encoder against the reference, and its published sizes. */
package dev.tlora.diffusion.vae;
