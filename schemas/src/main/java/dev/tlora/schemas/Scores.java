package dev.tlora.schemas;

import java.util.OptionalDouble;

/**
 * How good images are; each a cosine similarity, 1 at best. {@code docs/metrics.md} defines them.
 *
 * @param clipI likeness of the thing to that in the photos as CLIP sees it, surroundings masked
 * @param dino likeness of the thing to that in the photos as DINO sees it, surroundings masked
 * @param clipT fit to the prompt with the class in place of the token, as CLIP sees it
 * @param clipTTokenRemoved the same with neither token nor class; {@code null} where it was not
 *     measured
 * @param leak likeness of the surroundings to those of the photos, lower is better; {@code null}
 *     where it was not measured
 */
public record Scores(
        double clipI, double dino, double clipT, Double clipTTokenRemoved, Double leak) {

    public Scores {
        Require.finite(clipI, "clipI");
        Require.finite(dino, "dino");
        Require.finite(clipT, "clipT");
        if (clipTTokenRemoved != null) {
            Require.finite(clipTTokenRemoved, "clipTTokenRemoved");
        }
        if (leak != null) {
            Require.finite(leak, "leak");
        }
    }

    public OptionalDouble clipTTokenRemovedIfAny() {
        return clipTTokenRemoved == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(clipTTokenRemoved);
    }

    public OptionalDouble leakIfAny() {
        return leak == null ? OptionalDouble.empty() : OptionalDouble.of(leak);
    }
}
