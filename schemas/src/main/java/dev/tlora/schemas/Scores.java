package dev.tlora.schemas;

import java.util.OptionalDouble;

/**
 * How good images are; each a cosine similarity, 1 at best.
 *
 * @param clipI likeness to the concept's photos as CLIP sees it
 * @param dino likeness to the concept's photos as DINO sees it
 * @param clipT fit to the prompt as CLIP sees it
 * @param leak likeness of the surroundings to those of the photos, lower is better; {@code null}
 *     where it was not measured
 */
public record Scores(double clipI, double dino, double clipT, Double leak) {

    public Scores {
        Require.finite(clipI, "clipI");
        Require.finite(dino, "dino");
        Require.finite(clipT, "clipT");
        if (leak != null) {
            Require.finite(leak, "leak");
        }
    }

    public OptionalDouble leakIfAny() {
        return leak == null ? OptionalDouble.empty() : OptionalDouble.of(leak);
    }
}
