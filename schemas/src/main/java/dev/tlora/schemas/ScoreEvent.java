package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
     * @param foreground share of the image that the thing takes, 0 to 1; {@code null} where it was
     *     not measured
     * @param warnings what to bear in mind, one sentence each
     * @param embedding CLIP's embedding of the whole image in {@link EmbeddingText}; {@code null}
     *     where it was not kept
     */
    @JsonTypeName("image-scored.v1")
    record ImageScored(
            String runId,
            Instant time,
            String renderId,
            int number,
            RenderPurpose purpose,
            String prompt,
            Scores scores,
            Double foreground,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings,
            String embedding)
            implements ScoreEvent {
        public ImageScored {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.text(renderId, "renderId");
            Require.atLeast(number, 1, "number");
            Require.present(purpose, "purpose");
            Require.text(prompt, "prompt");
            Require.present(scores, "scores");
            if (foreground != null) {
                Require.atLeast(foreground, 0, "foreground");
            }
            warnings = warnings == null ? List.of() : List.copyOf(warnings);
        }

        public Optional<String> embeddingIfAny() {
            return Optional.ofNullable(embedding);
        }
    }
}
