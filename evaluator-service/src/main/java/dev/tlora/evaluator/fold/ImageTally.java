package dev.tlora.evaluator.fold;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.ImageEvent;
import dev.tlora.schemas.ImageEvent.ImageFailed;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.ScoreEvent.ImageScored;
import dev.tlora.schemas.Stage;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The earliest event of each kind about one image, {@code null} before it has come. Neither the
 * order of events nor repetitions make a difference.
 *
 * @param lost it was never drawn
 * @param unscorable it was drawn and cannot be judged
 */
record ImageTally(
        ImageRendered rendered, ImageFailed lost, ImageFailed unscorable, ImageScored scored) {

    static final ImageTally EMPTY = new ImageTally(null, null, null, null);

    /** What is known once this event has come too. */
    ImageTally with(EventOfRun event) {
        if (event instanceof ImageRendered one) {
            return new ImageTally(earlier(rendered, one), lost, unscorable, scored);
        }
        if (event instanceof ImageFailed one) {
            return one.stage() == Stage.EVALUATION
                    ? new ImageTally(rendered, lost, earlier(unscorable, one), scored)
                    : new ImageTally(rendered, earlier(lost, one), unscorable, scored);
        }
        if (event instanceof ImageScored one) {
            return new ImageTally(rendered, lost, unscorable, earlier(scored, one));
        }
        return this;
    }

    private static <E extends EventOfRun> E earlier(E known, E other) {
        return known == null || other.time().isBefore(known.time()) ? other : known;
    }

    /**
     * Empty while something is still to come. What the evaluator says counts only together with the
     * image that it is about; an image that is there waits for it, even where another attempt to
     * draw it failed.
     */
    Optional<JudgedImage> judged() {
        if (rendered == null) {
            return Optional.ofNullable(lost).map(one -> JudgedImage.failed(null, one));
        }
        if (scored != null) {
            return Optional.of(JudgedImage.scored(rendered, scored));
        }
        return Optional.ofNullable(unscorable).map(one -> JudgedImage.failed(rendered, one));
    }

    @JsonIgnore
    boolean isJudged() {
        return judged().isPresent();
    }

    /** Empty while only scores are known, which do not say how many images are planned. */
    @JsonIgnore
    Optional<PlannedImage> plan() {
        return Stream.<ImageEvent>of(rendered, lost, unscorable)
                .filter(event -> event != null)
                .map(ImageEvent::plan)
                .findFirst();
    }
}
