/** Model folders, whole, old, broken and random, and the published tensors of SDXL. */
package dev.tlora.diffusion.checkpoint;
