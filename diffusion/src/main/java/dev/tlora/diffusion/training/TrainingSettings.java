package dev.tlora.diffusion.training;

import java.util.Objects;

/**
 * How an adapter is trained.
 *
 * @param steps optimiser steps of the whole run
 * @param learningRate after the warm-up, constant over the run
 * @param weightDecay AdamW's decoupled decay
 * @param seed of noises, timesteps and the posterior's draws
 * @param firstTimestep smallest timestep trained on, 0 in the paper's main runs
 * @param lastTimestep largest timestep trained on, 999 in the paper's main runs
 * @param recipe what the paper leaves out
 */
public record TrainingSettings(
        int steps,
        double learningRate,
        double weightDecay,
        long seed,
        int firstTimestep,
        int lastTimestep,
        TrainingRecipe recipe) {

    public TrainingSettings {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, got " + steps);
        }
        if (!(learningRate > 0)) {
            throw new IllegalArgumentException("learningRate must be above 0, got " + learningRate);
        }
        if (!(weightDecay >= 0)) {
            throw new IllegalArgumentException(
                    "weightDecay must not be negative, got " + weightDecay);
        }
        if (firstTimestep < 0 || lastTimestep > 999 || firstTimestep > lastTimestep) {
            throw new IllegalArgumentException(
                    "timesteps must rise within 0 to 999, got [%d, %d]"
                            .formatted(firstTimestep, lastTimestep));
        }
        Objects.requireNonNull(recipe, "recipe");
    }

    /** The paper's training, with these numbers. */
    public TrainingSettings(
            int steps,
            double learningRate,
            double weightDecay,
            long seed,
            int firstTimestep,
            int lastTimestep) {
        this(
                steps,
                learningRate,
                weightDecay,
                seed,
                firstTimestep,
                lastTimestep,
                TrainingRecipe.PAPER);
    }

    /** The learning rate of a step, counted from 0: a straight climb, then constant. */
    double learningRateAt(int step) {
        int climb = recipe.warmupSteps();
        return step < climb ? learningRate * (step + 1) / climb : learningRate;
    }
}
