package dev.tlora.evaluator.run;

import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.Scores;
import java.time.Instant;
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
 */
public record JudgedImage(
        PlannedImage plan, ArtifactRef image, Scores scores, String failure, Instant time) {

    public JudgedImage {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(time, "time");
        if ((scores == null) == (failure == null)) {
            throw new IllegalArgumentException(
                    "image %d must have either scores or a failure".formatted(plan.number()));
        }
    }

    public Optional<ArtifactRef> imageIfAny() {
        return Optional.ofNullable(image);
    }

    public Optional<Scores> scoresIfAny() {
        return Optional.ofNullable(scores);
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
