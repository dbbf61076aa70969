package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;

/**
 * A concept's photos were checked and encoded: work for a trainer, on {@code tlora.latents}.
 *
 * @param runId the run
 * @param time when the latents were written
 * @param concept what to learn
 * @param model the model that encoded the photos, and to train on
 * @param tenant on whose behalf
 * @param priority 0 (last) to 9 (first)
 * @param prepared the safetensors file that holds all a trainer needs beside the U-Net
 * @param training how to train
 * @param evaluation passed on to samplers
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonTypeName("latents-prepared.v1")
public record LatentsPrepared(
        String runId,
        Instant time,
        Concept concept,
        BaseModel model,
        String tenant,
        int priority,
        ArtifactRef prepared,
        TrainingSettings training,
        EvaluationSettings evaluation)
        implements EventOfRun {

    public LatentsPrepared {
        Require.text(runId, "runId");
        Require.present(time, "time");
        Require.present(concept, "concept");
        Require.present(model, "model");
        Require.text(tenant, "tenant");
        Require.atLeast(priority, 0, "priority");
        Require.present(prepared, "prepared");
        Require.present(training, "training");
        Require.present(evaluation, "evaluation");
    }
}
