package dev.tlora.schemas;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How an image is drawn.
 *
 * @param scheduler sampler by its wire name, e.g. {@code euler}
 * @param steps sampling steps
 * @param guidance classifier-free guidance scale; 1 is none
 * @param resolution side of the square image in pixels
 * @param minRank rank left active at the noisiest timestep instead of the adapter's own, or {@code
 *     null} for the adapter's own
 * @param rankExponent how fast the active rank falls with the timestep instead of the adapter's
 *     own, or {@code null} for the adapter's own
 */
public record SamplingSettings(
        String scheduler,
        int steps,
        double guidance,
        int resolution,
        Integer minRank,
        Double rankExponent) {

    public SamplingSettings {
        Require.text(scheduler, "scheduler");
        Require.atLeast(steps, 1, "steps");
        Require.atLeast(guidance, 0, "guidance");
        Require.atLeast(resolution, 1, "resolution");
        if (minRank != null) {
            Require.atLeast(minRank, 1, "minRank");
        }
        if (rankExponent != null) {
            Require.positive(rankExponent, "rankExponent");
        }
    }

    /** With the adapter's own exponent. */
    public SamplingSettings(
            String scheduler, int steps, double guidance, int resolution, Integer minRank) {
        this(scheduler, steps, guidance, resolution, minRank, null);
    }

    public OptionalInt minRankIfAny() {
        return minRank == null ? OptionalInt.empty() : OptionalInt.of(minRank);
    }

    public OptionalDouble rankExponentIfAny() {
        return rankExponent == null ? OptionalDouble.empty() : OptionalDouble.of(rankExponent);
    }
}
