package dev.tlora.schemas;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How good a run's images of one prompt are.
 *
 * @param prompt what they should show, token and class filled in
 * @param purpose what they are for
 * @param images images scored
 * @param failedImages images without scores
 * @param means over the images scored; {@code null} where there are none
 * @param diversity one less the mean likeness among the images; {@code null} below two
 */
public record PromptScores(
        String prompt,
        RenderPurpose purpose,
        int images,
        int failedImages,
        Scores means,
        Double diversity) {

    public PromptScores {
        Require.text(prompt, "prompt");
        Require.present(purpose, "purpose");
        Require.atLeast(images, 0, "images");
        Require.atLeast(failedImages, 0, "failedImages");
    }

    public Optional<Scores> meansIfAny() {
        return Optional.ofNullable(means);
    }

    public OptionalDouble diversityIfAny() {
        return diversity == null ? OptionalDouble.empty() : OptionalDouble.of(diversity);
    }
}
