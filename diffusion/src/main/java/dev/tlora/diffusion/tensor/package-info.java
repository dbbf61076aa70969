/**
 * What DJL's array interface lacks: PyTorch operations called as kernels, memory scopes, network
 * blocks whose weights carry the names of the published checkpoints, and seeded noise.
 */
package dev.tlora.diffusion.tensor;
