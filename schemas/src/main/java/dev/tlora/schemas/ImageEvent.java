package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;

/** What became of one planned image, on {@code tlora.images}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(ImageEvent.ImageRendered.class),
    @JsonSubTypes.Type(ImageEvent.ImageFailed.class),
})
public sealed interface ImageEvent extends EventOfRun {

    /** The sampler's attempt, from 1. */
    int attempt();

    /** Which image it is about. */
    PlannedImage plan();

    /**
     * The image was written and closed.
     *
     * @param image a PNG file
     */
    @JsonTypeName("image-rendered.v1")
    record ImageRendered(
            String runId, Instant time, int attempt, PlannedImage plan, ArtifactRef image)
            implements ImageEvent {
        public ImageRendered {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.atLeast(attempt, 1, "attempt");
            Require.present(plan, "plan");
            Require.present(image, "image");
        }
    }

    /**
     * The image will never come; its run is evaluated without it.
     *
     * @param cause one sentence
     * @param stage where it failed; {@code null} in old records, which were about sampling
     */
    @JsonTypeName("image-failed.v1")
    record ImageFailed(
            String runId, Instant time, int attempt, PlannedImage plan, String cause, Stage stage)
            implements ImageEvent {
        public ImageFailed {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.atLeast(attempt, 1, "attempt");
            Require.present(plan, "plan");
            Require.text(cause, "cause");
        }

        /** It was never drawn. */
        public ImageFailed(
                String runId, Instant time, int attempt, PlannedImage plan, String cause) {
            this(runId, time, attempt, plan, cause, Stage.SAMPLING);
        }
    }
}
