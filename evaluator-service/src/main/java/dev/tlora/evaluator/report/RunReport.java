package dev.tlora.evaluator.report;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.evaluator.Patience;
import dev.tlora.evaluator.gate.Gate;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.RunCloser;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.RunScored;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Writes what is to be said about a finished run. Everything follows from the run alone, so doing
 * it twice gives the same bytes.
 */
@ApplicationScoped
class RunReport implements RunCloser {

    private static final Logger LOGGER = Logger.getLogger(RunReport.class);

    private final ArtifactStore store;
    private final RunMeters meters;
    private final Patience patience;
    private final Gate gate;
    private final ContactSheets contactSheets;
    private final ReportPage page = new ReportPage();

    @Inject
    RunReport(ArtifactStore store, RunMeters meters, Patience patience, Gate gate) {
        this.store = store;
        this.meters = meters;
        this.patience = patience;
        this.gate = gate;
        contactSheets = new ContactSheets(store);
    }

    /** The verdict, and for a blocked adapter its entry in the registry. */
    @Override
    public List<EventOfRun> close(FinishedRun run) {
        Judgment judgment = Judgment.of(run, gate);
        RunScored scored = patience.insist(() -> write(run, judgment));
        RunFiles files = new RunFiles(store, RunLayout.of(run.runId()));
        meters.count(run, judgment, patience.insist(files::manifest));
        LOGGER.infof(
                "run scored: runId=%s images=%d failedImages=%d verdict=%s",
                run.runId(), scored.images(), scored.failedImages(), scored.verdict());
        List<EventOfRun> told = new ArrayList<>(List.of(scored));
        if (judgment.blocks()) {
            run.adapterIfAny()
                    .map(adapter -> adapter.quarantined(run.time(), judgment.gate().reasons()))
                    .ifPresent(told::add);
        }
        return told;
    }

    private RunScored write(FinishedRun run, Judgment judgment) {
        RunFiles files = new RunFiles(store, RunLayout.of(run.runId()));
        if (judgment.blocks()) {
            QuarantineNote.of(run, judgment.gate()).write(store);
        }
        StoredArtifact scores =
                store.putBytes(
                        files.layout().scores(), ScoresDocument.of(run, judgment, files).json());
        contactSheets.write(run, judgment.verdict(), files.layout());
        String html = page.render(ReportView.of(run, judgment, files));
        StoredArtifact report =
                store.putBytes(files.layout().report(), html.getBytes(StandardCharsets.UTF_8));
        return new RunScored(
                run.runId(),
                run.time(),
                judgment.means().all(),
                run.scored(),
                run.failed(),
                judgment.verdict(),
                new ArtifactRef(scores.uri(), scores.sha256()),
                new ArtifactRef(report.uri(), report.sha256()),
                run.model().untrained(),
                judgment.metrics(),
                judgment.prompts().stream().map(PromptImages::toEvent).toList(),
                judgment.gate(),
                judgment.warnings());
    }
}
