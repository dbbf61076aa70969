package dev.tlora.diffusion.training;

/**
 * Additions to the paper's training, all off in {@link #PAPER}.
 *
 * @param accumulation samples whose gradients are averaged for one optimiser step
 * @param warmupSteps steps over which the learning rate climbs; 0 for none
 * @param minSnrGamma γ of min-SNR weighting (Hang et al., "Efficient diffusion training via min-SNR
 *     weighting strategy", 2023): for noise prediction a sample counts min(SNR, γ) / SNR; 0 for off
 * @param priorWeight weight of the class's own pictures beside the concept's (DreamBooth's prior
 *     preservation); 0 for off
 */
public record TrainingRecipe(
        int accumulation, int warmupSteps, double minSnrGamma, double priorWeight) {

    /** Batch 1, constant learning rate, plain loss. */
    public static final TrainingRecipe PAPER = new TrainingRecipe(1, 0, 0, 0);

    public TrainingRecipe {
        if (accumulation < 1) {
            throw new IllegalArgumentException(
                    "accumulation must be at least 1, got " + accumulation);
        }
        if (warmupSteps < 0) {
            throw new IllegalArgumentException(
                    "warmupSteps must not be negative, got " + warmupSteps);
        }
        if (!(minSnrGamma >= 0)) {
            throw new IllegalArgumentException(
                    "minSnrGamma must not be negative, got " + minSnrGamma);
        }
        if (!(priorWeight >= 0)) {
            throw new IllegalArgumentException(
                    "priorWeight must not be negative, got " + priorWeight);
        }
    }

    /** What a sample counts whose noise is {@code sigma} times its image. */
    double lossWeight(double sigma) {
        double signalToNoise = 1 / (sigma * sigma);
        return minSnrGamma == 0 ? 1 : Math.min(signalToNoise, minSnrGamma) / signalToNoise;
    }
}
