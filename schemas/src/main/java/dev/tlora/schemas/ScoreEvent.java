package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;

/** How good images and adapters are, on {@code tlora.scores}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(ScoreEvent.ImageScored.class),
    @JsonSubTypes.Type(RunScored.class),
})
public sealed interface ScoreEvent extends EventOfRun permits ScoreEvent.ImageScored, RunScored {

    /**
     * One image was scored.
     *
     * @param renderId the request it belongs to
     * @param number among the images planned in the run, from 1
     * @param purpose what the image is for
     * @param prompt what it should show
     * @param scores how good it is
     */
    @JsonTypeName("image-scored.v1")
    record ImageScored(
            String runId,
            Instant time,
            String renderId,
            int number,
            RenderPurpose purpose,
            String prompt,
            Scores scores)
            implements ScoreEvent {
        public ImageScored {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.text(renderId, "renderId");
            Require.atLeast(number, 1, "number");
            Require.present(purpose, "purpose");
            Require.text(prompt, "prompt");
            Require.present(scores, "scores");
        }
    }
}
