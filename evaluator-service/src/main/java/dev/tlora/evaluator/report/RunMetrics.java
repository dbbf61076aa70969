package dev.tlora.evaluator.report;

import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.Scores;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;

/** How good adapters are and how long they wait for their verdict. */
@ApplicationScoped
class RunMetrics {

    private static final String STAGE = "evaluation";

    private final MeterRegistry registry;
    private final RunJournal journal;
    private final Clock clock;

    @Inject
    RunMetrics(MeterRegistry registry, RunJournal journal, Clock clock) {
        this.registry = registry;
        this.journal = journal;
        this.clock = clock;
    }

    /** Counts a run: its mean scores, and the time from its last image to its verdict. */
    void count(FinishedRun run, Means means) {
        if (means.all() != null) {
            record(means.all());
        }
        registry.timer("tlora_stage_seconds", "stage", STAGE)
                .record(Duration.between(run.time(), clock.instant()));
        journal.count(STAGE, run.scored() > 0 ? "done" : "failed");
    }

    private void record(Scores scores) {
        record("clip_i", scores.clipI());
        record("dino", scores.dino());
        record("clip_t", scores.clipT());
        scores.leakIfAny().ifPresent(leak -> record("leak", leak));
    }

    /** A score below zero counts as zero: distributions have no place for it. */
    private void record(String metric, double score) {
        registry.summary("tlora_score", "metric", metric).record(Math.max(0, score));
    }
}
