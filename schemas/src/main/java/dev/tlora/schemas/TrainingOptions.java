package dev.tlora.schemas;

import static dev.tlora.schemas.ConceptSubmitted.or;

/**
 * The {@code training} part of a concept event as the user wrote it: every component is {@code
 * null} where the user left the choice to the fleet. {@link #resolve} makes the choices. Bounds are
 * checked by {@link dev.tlora.schemas.concept.ConceptEvents}, which knows the JSON paths.
 */
public record TrainingOptions(
        String method,
        Integer rank,
        Integer minRank,
        Double rankExponent,
        String init,
        Integer steps,
        Double learningRate,
        Double weightDecay,
        Long seed,
        Integer resolution,
        TimestepRange timesteps,
        Integer checkpointEvery,
        Integer gradientAccumulation,
        Integer warmupSteps,
        Double minSnrGamma,
        Double priorWeight,
        Integer priorImages) {

    /** Leaves every choice to the fleet. */
    public static final TrainingOptions NONE =
            new TrainingOptions(
                    null, null, null, null, null, null, null, null, null, null, null, null);

    /** The paper's training, with these numbers. */
    public TrainingOptions(
            String method,
            Integer rank,
            Integer minRank,
            Double rankExponent,
            String init,
            Integer steps,
            Double learningRate,
            Double weightDecay,
            Long seed,
            Integer resolution,
            TimestepRange timesteps,
            Integer checkpointEvery) {
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

    /**
     * Fills in what the user left out. Without {@code minRank} but with {@code rank}, the smallest
     * rank is half the full one as in the paper; a {@code minRank} above the default rank raises
     * the rank with it.
     */
    public TrainingSettings resolve(TrainingSettings defaults) {
        int resolvedRank = or(rank, Math.max(defaults.rank(), or(minRank, 1)));
        int usualMinRank = rank == null ? defaults.minRank() : Math.max(1, Math.floorDiv(rank, 2));
        return new TrainingSettings(
                or(method, defaults.method()),
                resolvedRank,
                or(minRank, usualMinRank),
                or(rankExponent, defaults.rankExponent()),
                or(init, defaults.init()),
                or(steps, defaults.steps()),
                or(learningRate, defaults.learningRate()),
                or(weightDecay, defaults.weightDecay()),
                or(seed, defaults.seed()),
                or(resolution, defaults.resolution()),
                or(timesteps, defaults.timesteps()),
                or(checkpointEvery, defaults.checkpointEvery()),
                or(gradientAccumulation, defaults.gradientAccumulation()),
                or(warmupSteps, defaults.warmupSteps()),
                or(minSnrGamma, defaults.minSnrGamma()),
                or(priorWeight, defaults.priorWeight()),
                or(priorImages, defaults.priorImages()));
    }
}
