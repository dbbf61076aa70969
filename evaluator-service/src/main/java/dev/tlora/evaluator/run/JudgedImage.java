package dev.tlora.evaluator.run;

import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.ImageEvent.ImageFailed;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.ScoreEvent.ImageScored;
import dev.tlora.schemas.Scores;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one planned image. It has scores, or else the reason why not.
 *
 * @param plan which image
 * @param image the file; {@code null} where it never came
 * @param scores how good it is; {@code null} where it could not be judged
 * @param failure one sentence; {@code null} where there are scores
 * @param time of the last event about it
 * @param warnings what to bear in mind, one sentence each
 * @param embedding CLIP's of the whole image in {@code EmbeddingText}; {@code null} where it was
 *     not kept
 */
public record JudgedImage(
        PlannedImage plan,
        ArtifactRef image,
        Scores scores,
        String failure,
        Instant time,
        List<String> warnings,
        String embedding) {

    public JudgedImage {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(time, "time");
        if ((scores == null) == (failure == null)) {
            throw new IllegalArgumentException(
                    "image %d must have either scores or a failure".formatted(plan.number()));
        }
        warnings = List.copyOf(warnings);
    }

    /** An image that was judged. */
    public static JudgedImage scored(ImageRendered rendered, ImageScored scored) {
        return new JudgedImage(
                rendered.plan(),
                rendered.image(),
                scored.scores(),
                null,
                scored.time(),
                scored.warnings(),
                scored.embedding());
    }

    /**
     * An image that has no scores.
     *
     * @param rendered {@code null} where it never came
     */
    public static JudgedImage failed(ImageRendered rendered, ImageFailed failed) {
        return new JudgedImage(
                failed.plan(),
                rendered == null ? null : rendered.image(),
                null,
                failed.cause(),
                failed.time(),
                List.of(),
                null);
    }

    public Optional<ArtifactRef> imageIfAny() {
        return Optional.ofNullable(image);
    }

    public Optional<Scores> scoresIfAny() {
        return Optional.ofNullable(scores);
    }

    public Optional<String> embeddingIfAny() {
        return Optional.ofNullable(embedding);
    }

    /** Whether the adapter drew it, so that it should show the concept. */
    public boolean showsConcept() {
        return switch (plan.purpose()) {
            case CONCEPT, PROMPT -> true;
            case BASE, USER -> false;
        };
    }

    public boolean isFor(RenderPurpose purpose) {
        return plan.purpose() == purpose;
    }
}
