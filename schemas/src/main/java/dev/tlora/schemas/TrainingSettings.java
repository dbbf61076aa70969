package dev.tlora.schemas;

/**
 * How an adapter is trained, every choice made.
 *
 * @param method adapter method by its wire name, e.g. {@code tlora}
 * @param rank full rank
 * @param minRank rank left active at the noisiest timestep, at most {@code rank}
 * @param rankExponent how fast the active rank falls with the timestep, 1 in the paper
 * @param init initialisation by its wire name, e.g. {@code random-last}
 * @param steps optimiser steps
 * @param learningRate constant over the run
 * @param weightDecay AdamW's decoupled decay
 * @param seed of noises and timesteps
 * @param resolution side of the square training image in pixels
 * @param timesteps the timesteps trained on
 * @param checkpointEvery steps between checkpoints
 * @param gradientAccumulation samples for one optimiser step; {@code null} means 1, as in the paper
 * @param warmupSteps steps over which the learning rate climbs; {@code null} means none
 * @param minSnrGamma γ of min-SNR loss weighting; {@code null} means the plain loss
 * @param priorWeight weight of pictures of the class beside the concept's photos, so that the model
 *     keeps what it knows of the class; {@code null} means no such pictures
 * @param priorImages how many pictures of the class; {@code null} means {@value
 *     #USUAL_PRIOR_IMAGES}
 */
public record TrainingSettings(
        String method,
        int rank,
        int minRank,
        double rankExponent,
        String init,
        int steps,
        double learningRate,
        double weightDecay,
        long seed,
        int resolution,
        TimestepRange timesteps,
        int checkpointEvery,
        Integer gradientAccumulation,
        Integer warmupSteps,
        Double minSnrGamma,
        Double priorWeight,
        Integer priorImages) {

    /** Pictures of the class where an order does not say how many. */
    public static final int USUAL_PRIOR_IMAGES = 16;

    public TrainingSettings {
        Require.text(method, "method");
        Require.atLeast(rank, 1, "rank");
        Require.atLeast(minRank, 1, "minRank");
        if (minRank > rank) {
            throw new IllegalArgumentException(
                    "minRank must not exceed rank %d, was %d".formatted(rank, minRank));
        }
        Require.positive(rankExponent, "rankExponent");
        Require.text(init, "init");
        Require.atLeast(steps, 1, "steps");
        Require.positive(learningRate, "learningRate");
        Require.atLeast(weightDecay, 0, "weightDecay");
        Require.atLeast(resolution, 1, "resolution");
        Require.present(timesteps, "timesteps");
        Require.atLeast(checkpointEvery, 1, "checkpointEvery");
        if (gradientAccumulation != null) {
            Require.atLeast(gradientAccumulation, 1, "gradientAccumulation");
        }
        if (warmupSteps != null) {
            Require.atLeast(warmupSteps, 0, "warmupSteps");
        }
        if (minSnrGamma != null) {
            Require.positive(minSnrGamma, "minSnrGamma");
        }
        if (priorWeight != null) {
            Require.positive(priorWeight, "priorWeight");
        }
        if (priorImages != null) {
            Require.atLeast(priorImages, 1, "priorImages");
        }
    }

    /** The paper's training, with these numbers. */
    public TrainingSettings(
            String method,
            int rank,
            int minRank,
            double rankExponent,
            String init,
            int steps,
            double learningRate,
            double weightDecay,
            long seed,
            int resolution,
            TimestepRange timesteps,
            int checkpointEvery) {
        this(
                method,
                rank,
                minRank,
                rankExponent,
                init,
                steps,
                learningRate,
                weightDecay,
                seed,
                resolution,
                timesteps,
                checkpointEvery,
                null,
                null,
                null,
                null,
                null);
    }
}
