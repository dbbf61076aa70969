/** Noise that depends on nothing but a seed, a step and a purpose: the same on every device. */
package dev.tlora.diffusion.random;
