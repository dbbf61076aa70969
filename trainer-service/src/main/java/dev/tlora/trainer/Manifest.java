package dev.tlora.trainer;

import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.Concept;
import dev.tlora.schemas.EvaluationSettings;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.TrainingSettings;
import java.time.Instant;
import java.util.Map;

/**
 * A finished run, with everything needed to run it again; {@code manifest.json}.
 *
 * @param order fingerprint of what decides the training
 * @param prepared the file it was trained from
 * @param adapter the result
 * @param exports the same for other tools, by format
 * @param finalLoss smoothed loss at the end
 * @param firstFixedLoss loss on unchanging noise before the first step
 * @param lastFixedLoss the same after the last step
 * @param seconds training time of all attempts
 * @param versions of what computed it
 */
record Manifest(
        String type,
        String runId,
        Instant time,
        int attempt,
        String order,
        Concept concept,
        BaseModel model,
        String tenant,
        int priority,
        ArtifactRef prepared,
        TrainingSettings training,
        EvaluationSettings evaluation,
        ArtifactRef adapter,
        Map<String, ArtifactRef> exports,
        double finalLoss,
        double firstFixedLoss,
        double lastFixedLoss,
        double seconds,
        Map<String, String> versions) {

    static final String TYPE = "run-manifest.v1";

    Manifest {
        // Manifests of earlier releases have none.
        exports = exports == null ? Map.of() : Map.copyOf(exports);
    }

    AdapterPublished adapterPublished(ArtifactRef manifest) {
        return new AdapterPublished(
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
                training.steps(),
                training,
                evaluation);
    }

    RunEvent.Published runPublished() {
        return new RunEvent.Published(runId, time, attempt, adapter, finalLoss);
    }
}
