package dev.tlora.evaluator.scoring;

import dev.tlora.artifacts.IntegrityException;
import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.image.ImageException;
import dev.tlora.evaluator.Patience;
import dev.tlora.runtime.EventSender;
import dev.tlora.runtime.UnknownModelException;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.ImageEvent.ImageFailed;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.ScoreEvent.ImageScored;
import dev.tlora.schemas.Scores;
import dev.tlora.schemas.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Gives every image its scores. One that can never be scored becomes an {@code image-failed.v1}, so
 * that its run is closed without it.
 */
@ApplicationScoped
class ImageScoring {

    private static final Logger LOGGER = Logger.getLogger(ImageScoring.class);

    private final Judge judge;
    private final EventSender sender;
    private final Patience patience;
    private final Clock clock;

    @Inject
    ImageScoring(Judge judge, EventSender sender, Patience patience, Clock clock) {
        this.judge = judge;
        this.sender = sender;
        this.patience = patience;
        this.clock = clock;
    }

    void score(ImageRendered rendered) {
        Instant begin = clock.instant();
        try {
            Scores scores = patience.insist(() -> judge.judge(rendered));
            send(Topics.SCORES, scored(rendered, scores));
            LOGGER.infof(
                    "image scored: runId=%s number=%d milliseconds=%d",
                    rendered.runId(),
                    rendered.plan().number(),
                    Duration.between(begin, clock.instant()).toMillis());
        } catch (NotFoundException
                | IntegrityException
                | InvalidLocationException
                | ImageException
                | CheckpointException
                | UnknownModelException
                | IllegalArgumentException e) {
            LOGGER.warnf(
                    "image cannot be scored: runId=%s number=%d cause=%s",
                    rendered.runId(), rendered.plan().number(), e.getMessage());
            send(Topics.IMAGES, failed(rendered, e));
        }
    }

    private void send(String topic, EventOfRun event) {
        patience.insist(
                () -> {
                    sender.send(topic, event);
                    return event;
                });
    }

    private ImageScored scored(ImageRendered rendered, Scores scores) {
        PlannedImage plan = rendered.plan();
        return new ImageScored(
                rendered.runId(),
                clock.instant(),
                plan.renderId(),
                plan.number(),
                plan.purpose(),
                plan.prompt(),
                scores);
    }

    private ImageFailed failed(ImageRendered rendered, RuntimeException cause) {
        return new ImageFailed(
                rendered.runId(),
                clock.instant(),
                rendered.attempt(),
                rendered.plan(),
                "The image cannot be scored: " + cause.getMessage());
    }
}
