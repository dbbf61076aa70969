/** Adapter files of other tools, read and written. */
package dev.tlora.diffusion.adapter.format;
