/** The elementary layers that every network here is made of, with PyTorch's weight names. */
package dev.tlora.diffusion.layer;
