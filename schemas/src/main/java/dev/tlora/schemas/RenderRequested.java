package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Work for a sampler, on {@code tlora.renders}: some images of one prompt. Image i of it has seed
 * {@code seed + i} and is number {@code number + i} of its run; see {@link #image}.
 *
 * @param runId the run whose adapter draws
 * @param time when it was asked for
 * @param renderId this request; the same id twice is the same images
 * @param purpose what the images are for
 * @param prompt what to draw, token and class filled in
 * @param promptTemplate the prompt with {@code {}} where token and class go
 * @param seed of the first image's noise
 * @param number of the first image among the images planned in the run, from 1
 * @param count images asked for here
 * @param planned images planned in the run; for a user's request, those of the request
 * @param sampling how to draw
 * @param adapter what to draw with; {@code null} for the base model alone
 * @param concept what the adapter learned
 * @param model the model to draw with
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonTypeName("render-requested.v1")
public record RenderRequested(
        String runId,
        Instant time,
        String renderId,
        RenderPurpose purpose,
        String prompt,
        String promptTemplate,
        long seed,
        int number,
        int count,
        int planned,
        SamplingSettings sampling,
        ArtifactRef adapter,
        Concept concept,
        BaseModel model)
        implements EventOfRun {

    public RenderRequested {
        Require.text(runId, "runId");
        Require.present(time, "time");
        Require.text(renderId, "renderId");
        Require.present(purpose, "purpose");
        Require.text(prompt, "prompt");
        Require.text(promptTemplate, "promptTemplate");
        Require.atLeast(number, 1, "number");
        Require.atLeast(count, 1, "count");
        Require.atLeast(planned, number + count - 1, "planned");
        Require.present(sampling, "sampling");
        Require.present(concept, "concept");
        Require.present(model, "model");
    }

    @Override
    public String key() {
        return renderId;
    }

    public Optional<ArtifactRef> adapterIfAny() {
        return Optional.ofNullable(adapter);
    }

    /**
     * One of the images asked for.
     *
     * @param index 0 to {@code count}, exclusive
     */
    public PlannedImage image(int index) {
        Objects.checkIndex(index, count);
        return new PlannedImage(
                renderId,
                number + index,
                planned,
                purpose,
                prompt,
                promptTemplate,
                seed + index,
                adapterIfAny().map(ArtifactRef::sha256).orElse(null),
                concept,
                model);
    }
}
