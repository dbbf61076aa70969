package dev.tlora.schemas;

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
 */
public record SamplingSettings(
        String scheduler, int steps, double guidance, int resolution, Integer minRank) {

    public SamplingSettings {
        Require.text(scheduler, "scheduler");
        Require.atLeast(steps, 1, "steps");
        Require.atLeast(guidance, 0, "guidance");
        Require.atLeast(resolution, 1, "resolution");
        if (minRank != null) {
            Require.atLeast(minRank, 1, "minRank");
        }
    }

    public OptionalInt minRankIfAny() {
        return minRank == null ? OptionalInt.empty() : OptionalInt.of(minRank);
    }
}
