/**
 * SDXL, its low-rank adapters, and the networks that score images, on DJL's PyTorch engine.
 *
 * <p>Pure library: no Kafka, no container. It throws typed exceptions; callers decide what an
 * exception means.
 */
package dev.tlora.diffusion;
