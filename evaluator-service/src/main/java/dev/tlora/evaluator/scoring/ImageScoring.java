package dev.tlora.evaluator.scoring;

import dev.tlora.evaluator.EvaluatorConfig;
import dev.tlora.evaluator.Patience;
import dev.tlora.runtime.EventSender;
import dev.tlora.runtime.trace.Hop;
import dev.tlora.schemas.EmbeddingText;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.ImageEvent.ImageFailed;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.ScoreEvent.ImageScored;
import dev.tlora.schemas.Stage;
import dev.tlora.schemas.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Gives every image its scores, in batches of one model's images whatever runs they belong to. One
 * that can never be scored becomes an {@code image-failed.v1}, so that its run is closed without
 * it.
 */
@ApplicationScoped
class ImageScoring {

    private static final Logger LOGGER = Logger.getLogger(ImageScoring.class);

    private final Judge judge;
    private final EventSender sender;
    private final Patience patience;
    private final Clock clock;
    private final int batch;

    @Inject
    ImageScoring(
            Judge judge,
            EventSender sender,
            Patience patience,
            Clock clock,
            EvaluatorConfig config) {
        this.judge = judge;
        this.sender = sender;
        this.patience = patience;
        this.clock = clock;
        this.batch = config.batch();
    }

    /**
     * Returns when the broker has an event for each image.
     *
     * @param images each with the hop that tells of it
     */
    void score(Map<ImageRendered, Hop> images) {
        Map<String, List<ImageRendered>> byModel =
                images.keySet().stream()
                        .collect(
                                Collectors.groupingBy(
                                        image -> image.plan().model().name(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        byModel.forEach(
                (model, all) -> {
                    for (int from = 0; from < all.size(); from += batch) {
                        int to = Math.min(from + batch, all.size());
                        scoreBatch(model, all.subList(from, to), images);
                    }
                });
    }

    private void scoreBatch(
            String model, List<ImageRendered> images, Map<ImageRendered, Hop> hops) {
        Instant begin = clock.instant();
        List<Judgement> judgements = patience.insist(() -> judge.judge(model, images));
        judgements.forEach(it -> hops.get(it.image()).carry(() -> tell(it)));
        LOGGER.infof(
                "images scored: model=%s images=%d seconds=%.1f",
                model, images.size(), Duration.between(begin, clock.instant()).toMillis() / 1000.0);
    }

    private void tell(Judgement judgement) {
        if (judgement instanceof Judgement.Seen seen) {
            send(Topics.SCORES, scored(seen));
        } else if (judgement instanceof Judgement.Unscorable unscorable) {
            LOGGER.warnf(
                    "image cannot be scored: runId=%s number=%d cause=%s",
                    unscorable.image().runId(),
                    unscorable.image().plan().number(),
                    unscorable.cause());
            Hop.failed(unscorable.cause());
            send(Topics.IMAGES, failed(unscorable));
        }
    }

    private void send(String topic, EventOfRun event) {
        patience.insist(
                () -> {
                    sender.send(topic, event);
                    return event;
                });
    }

    private ImageScored scored(Judgement.Seen seen) {
        PlannedImage plan = seen.image().plan();
        return new ImageScored(
                seen.image().runId(),
                clock.instant(),
                plan.renderId(),
                plan.number(),
                plan.purpose(),
                plan.prompt(),
                seen.scores(),
                seen.foreground(),
                seen.warnings(),
                EmbeddingText.write(seen.embedding().values()));
    }

    private ImageFailed failed(Judgement.Unscorable unscorable) {
        ImageRendered image = unscorable.image();
        return new ImageFailed(
                image.runId(),
                clock.instant(),
                image.attempt(),
                image.plan(),
                "The image cannot be scored: " + unscorable.cause(),
                Stage.EVALUATION);
    }
}
