package dev.tlora.diffusion.concept;

import ai.djl.ndarray.NDArray;

/**
 * One photo of a concept behind the VAE.
 *
 * @param mean of the posterior, unscaled, (1, 4, h, w)
 * @param logVariance of the posterior, (1, 4, h, w)
 * @param mask 1 where the concept is, 0 elsewhere, (1, 1, h, w)
 * @param timeIds original height and width, crop top and left, target height and width, (1, 6)
 */
public record ConceptImage(NDArray mean, NDArray logVariance, NDArray mask, NDArray timeIds) {}
