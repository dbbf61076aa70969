package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;

/**
 * A trained adapter was written and closed; on {@code tlora.adapters}, the registry of adapters.
 *
 * @param runId the run
 * @param time when the adapter was published
 * @param attempt the attempt that trained it, from 1
 * @param concept what it learned
 * @param model the model it belongs to
 * @param tenant on whose behalf
 * @param priority 0 (last) to 9 (first)
 * @param adapter the adapter file in this project's own format
 * @param manifest everything needed to run it again
 * @param finalLoss smoothed loss at the end
 * @param steps optimiser steps taken
 * @param training how it was trained
 * @param evaluation which images shall show how good it is
 * @param quarantine why it must not be served, one sentence each; empty where it may
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonTypeName("adapter-published.v1")
public record AdapterPublished(
        String runId,
        Instant time,
        int attempt,
        Concept concept,
        BaseModel model,
        String tenant,
        int priority,
        ArtifactRef adapter,
        ArtifactRef manifest,
        double finalLoss,
        int steps,
        TrainingSettings training,
        EvaluationSettings evaluation,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> quarantine)
        implements EventOfRun {

    public AdapterPublished {
        Require.text(runId, "runId");
        Require.present(time, "time");
        Require.atLeast(attempt, 1, "attempt");
        Require.present(concept, "concept");
        Require.present(model, "model");
        Require.text(tenant, "tenant");
        Require.atLeast(priority, 0, "priority");
        Require.present(adapter, "adapter");
        Require.present(manifest, "manifest");
        Require.finite(finalLoss, "finalLoss");
        Require.atLeast(steps, 1, "steps");
        Require.present(training, "training");
        Require.present(evaluation, "evaluation");
        quarantine = quarantine == null ? List.of() : List.copyOf(quarantine);
    }

    /** An adapter that may be served. */
    public AdapterPublished(
            String runId,
            Instant time,
            int attempt,
            Concept concept,
            BaseModel model,
            String tenant,
            int priority,
            ArtifactRef adapter,
            ArtifactRef manifest,
            double finalLoss,
            int steps,
            TrainingSettings training,
            EvaluationSettings evaluation) {
        this(
                runId,
                time,
                attempt,
                concept,
                model,
                tenant,
                priority,
                adapter,
                manifest,
                finalLoss,
                steps,
                training,
                evaluation,
                List.of());
    }

    /** The same adapter, not to be served for these reasons. */
    public AdapterPublished quarantined(Instant since, List<String> reasons) {
        return new AdapterPublished(
                runId,
                since,
                attempt,
                concept,
                model,
                tenant,
                priority,
                adapter,
                manifest,
                finalLoss,
                steps,
                training,
                evaluation,
                reasons);
    }
}
