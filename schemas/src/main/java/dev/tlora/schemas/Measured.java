package dev.tlora.schemas;

import java.util.OptionalDouble;

/**
 * A figure of a run: the mean over prompts of means over images, so that each prompt counts the
 * same.
 *
 * @param mean the figure
 * @param standardError of the mean over prompts, or over images where there is one prompt; {@code
 *     null} below two of them
 * @param images images that it is made of
 */
public record Measured(double mean, Double standardError, int images) {

    public Measured {
        Require.finite(mean, "mean");
        if (standardError != null) {
            Require.atLeast(standardError, 0, "standardError");
        }
        Require.atLeast(images, 1, "images");
    }

    public OptionalDouble standardErrorIfAny() {
        return standardError == null ? OptionalDouble.empty() : OptionalDouble.of(standardError);
    }
}
