package dev.tlora.evaluator.report;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.evaluator.Patience;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.RunCloser;
import dev.tlora.runtime.EventSender;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.RunScored;
import dev.tlora.schemas.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/**
 * Writes what is to be said about a finished run and tells the fleet. Everything follows from the
 * run alone, so telling it twice gives the same bytes.
 */
@ApplicationScoped
class RunReport implements RunCloser {

    private static final Logger LOGGER = Logger.getLogger(RunReport.class);

    private final ArtifactStore store;
    private final EventSender sender;
    private final RunJournal journal;
    private final RunMetrics metrics;
    private final Patience patience;
    private final ContactSheets contactSheets;
    private final ReportPage page = new ReportPage();

    @Inject
    RunReport(
            ArtifactStore store,
            EventSender sender,
            RunJournal journal,
            RunMetrics metrics,
            Patience patience) {
        this.store = store;
        this.sender = sender;
        this.journal = journal;
        this.metrics = metrics;
        this.patience = patience;
        contactSheets = new ContactSheets(store);
    }

    @Override
    public void close(FinishedRun run) {
        Means means = Means.of(run);
        RunScored scored = patience.insist(() -> write(run, means));
        patience.insist(() -> tell(scored));
        metrics.count(run, means);
        LOGGER.infof(
                "run scored: runId=%s images=%d failedImages=%d verdict=%s",
                run.runId(), scored.images(), scored.failedImages(), scored.verdict());
    }

    private RunScored write(FinishedRun run, Means means) {
        RunFiles files = new RunFiles(store, RunLayout.of(run.runId()));
        String verdict = Verdict.of(run, means);
        StoredArtifact scores =
                store.putBytes(
                        files.layout().scores(),
                        ScoresDocument.of(run, means, verdict, files).json());
        contactSheets.write(run, verdict, files.layout());
        String html = page.render(ReportView.of(run, means, verdict, files));
        StoredArtifact report =
                store.putBytes(files.layout().report(), html.getBytes(StandardCharsets.UTF_8));
        return new RunScored(
                run.runId(),
                run.time(),
                means.all(),
                run.scored(),
                run.failed(),
                verdict,
                new ArtifactRef(scores.uri(), scores.sha256()),
                new ArtifactRef(report.uri(), report.sha256()),
                run.model().untrained());
    }

    private RunScored tell(RunScored scored) {
        sender.send(Topics.SCORES, scored);
        journal.tell(scored);
        return scored;
    }
}
