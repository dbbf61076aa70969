package dev.tlora.diffusion.training;

import java.util.List;

/**
 * What one optimiser step did.
 *
 * @param number of the step, from 1
 * @param samples it looked at, one unless gradients are accumulated
 * @param gradientNorm length of the gradient over all factors
 */
public record TrainingStep(int number, List<Sample> samples, double gradientNorm) {

    public TrainingStep {
        samples = List.copyOf(samples);
    }

    /** A step on one sample. */
    public TrainingStep(
            int number, int timestep, int activeRank, double loss, double gradientNorm) {
        this(number, List.of(new Sample(timestep, activeRank, loss)), gradientNorm);
    }

    /**
     * One noisy picture.
     *
     * @param timestep it was noised to
     * @param activeRank components that took part
     * @param loss mean squared error of the predicted noise, unweighted
     */
    public record Sample(int timestep, int activeRank, double loss) {}

    /** Mean loss of the samples. */
    public double loss() {
        return samples.stream().mapToDouble(Sample::loss).average().orElseThrow();
    }

    /** Active rank of the last sample. */
    public int activeRank() {
        return samples.get(samples.size() - 1).activeRank();
    }

    /** Timestep of the last sample. */
    public int timestep() {
        return samples.get(samples.size() - 1).timestep();
    }
}
