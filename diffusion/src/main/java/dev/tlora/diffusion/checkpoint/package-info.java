/** Model folders and how their tensors get into networks, strictly. */
package dev.tlora.diffusion.checkpoint;
