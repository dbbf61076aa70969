package dev.tlora.evaluator.fold;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.ImageEvent;
import dev.tlora.schemas.ImageEvent.ImageFailed;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.ScoreEvent.ImageScored;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The first event of each kind about one image, {@code null} before it has come. Neither the order
 * of events nor repetitions make a difference.
 */
record ImageTally(ImageRendered rendered, ImageFailed failed, ImageScored scored) {

    static final ImageTally EMPTY = new ImageTally(null, null, null);

    /** What is known once this event has come too. */
    ImageTally with(EventOfRun event) {
        if (event instanceof ImageRendered one && rendered == null) {
            return new ImageTally(one, failed, scored);
        }
        if (event instanceof ImageFailed one && failed == null) {
            return new ImageTally(rendered, one, scored);
        }
        if (event instanceof ImageScored one && scored == null) {
            return new ImageTally(rendered, failed, one);
        }
        return this;
    }

    /** Scores count only together with the image that they belong to. */
    Optional<JudgedImage> judged() {
        if (rendered != null && scored != null) {
            return Optional.of(
                    new JudgedImage(
                            rendered.plan(),
                            rendered.image(),
                            scored.scores(),
                            null,
                            scored.time()));
        }
        if (failed != null) {
            return Optional.of(
                    new JudgedImage(
                            failed.plan(),
                            rendered == null ? null : rendered.image(),
                            null,
                            failed.cause(),
                            failed.time()));
        }
        return Optional.empty();
    }

    /** Empty while only scores are known, which do not say how many images are planned. */
    @JsonIgnore
    Optional<PlannedImage> plan() {
        return Stream.<ImageEvent>of(rendered, failed)
                .filter(event -> event != null)
                .map(ImageEvent::plan)
                .findFirst();
    }
}
