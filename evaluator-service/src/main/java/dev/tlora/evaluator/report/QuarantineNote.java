package dev.tlora.evaluator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.GateResult;
import java.time.Instant;
import java.util.List;

/**
 * {@code quarantine.json}: keeps samplers from serving a run's adapter while it is there.
 *
 * @param since when the last score was known
 * @param reasons thresholds that were missed
 */
record QuarantineNote(String runId, Instant since, List<String> reasons) {

    static QuarantineNote of(FinishedRun run, GateResult gate) {
        return new QuarantineNote(run.runId(), run.time(), gate.reasons());
    }

    void write(ArtifactStore store) {
        try {
            store.putBytes(
                    RunLayout.of(runId).quarantine(),
                    EventJson.newMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write why " + runId + " is in quarantine", e);
        }
    }
}
