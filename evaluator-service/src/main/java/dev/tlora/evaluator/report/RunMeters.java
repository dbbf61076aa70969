package dev.tlora.evaluator.report;

import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.Measured;
import dev.tlora.schemas.RunMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;

/** How good adapters are and how long they wait for their verdict. */
@ApplicationScoped
class RunMeters {

    private static final String STAGE = "evaluation";

    private final MeterRegistry registry;
    private final RunJournal journal;
    private final Clock clock;

    @Inject
    RunMeters(MeterRegistry registry, RunJournal journal, Clock clock) {
        this.registry = registry;
        this.journal = journal;
        this.clock = clock;
    }

    /** Counts a run: its figures, and the time from its last image to its verdict. */
    void count(FinishedRun run, Judgment judgment) {
        RunMetrics metrics = judgment.metrics();
        record("clip_i", metrics.clipI());
        record("dino", metrics.dino());
        record("clip_t", metrics.clipT());
        record("leak", metrics.leak());
        registry.timer("tlora_stage_seconds", "stage", STAGE)
                .record(Duration.between(run.time(), clock.instant()));
        journal.count(STAGE, outcome(run, judgment));
    }

    private static String outcome(FinishedRun run, Judgment judgment) {
        if (run.scored() == 0) {
            return "failed";
        }
        return judgment.blocks() ? "quarantined" : "done";
    }

    /** A score below zero counts as zero: distributions have no place for it. */
    private void record(String metric, Measured figure) {
        if (figure != null) {
            registry.summary("tlora_score", "metric", metric).record(Math.max(0, figure.mean()));
        }
    }
}
