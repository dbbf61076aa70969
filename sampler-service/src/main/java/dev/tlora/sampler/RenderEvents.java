package dev.tlora.sampler;

import dev.tlora.runtime.EventSender;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.ImageEvent;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RenderRequested;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Tells what became of images; a user's own are no part of their run's life. */
@Singleton
class RenderEvents {

    private final EventSender sender;
    private final RunJournal journal;
    private final Clock clock;

    @Inject
    RenderEvents(EventSender sender, RunJournal journal, Clock clock) {
        this.sender = sender;
        this.journal = journal;
        this.clock = clock;
    }

    void rendered(RenderRequested request, int index, int attempt, ArtifactRef image) {
        PlannedImage plan = request.image(index);
        sender.send(
                Topics.IMAGES,
                new ImageEvent.ImageRendered(
                        request.runId(), clock.instant(), attempt, plan, image));
        if (request.purpose() != RenderPurpose.USER) {
            journal.tell(
                    new RunEvent.Rendered(
                            request.runId(),
                            clock.instant(),
                            attempt,
                            plan.number(),
                            plan.planned()));
        }
    }

    /** None of the request's images will come. */
    void failed(RenderRequested request, int attempt, String cause) {
        for (int index = 0; index < request.count(); index++) {
            sender.send(
                    Topics.IMAGES,
                    new ImageEvent.ImageFailed(
                            request.runId(),
                            clock.instant(),
                            attempt,
                            request.image(index),
                            cause));
        }
    }
}
