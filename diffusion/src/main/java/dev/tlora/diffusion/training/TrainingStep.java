package dev.tlora.diffusion.training;

/**
 * What one optimiser step did.
 *
 * @param number of the step, from 1
 * @param timestep it looked at
 * @param activeRank components that took part
 * @param loss mean squared error of the predicted noise
 * @param gradientNorm length of the gradient over all factors
 */
public record TrainingStep(
        int number, int timestep, int activeRank, double loss, double gradientNorm) {}
