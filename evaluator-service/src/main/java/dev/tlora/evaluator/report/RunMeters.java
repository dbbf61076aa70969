package dev.tlora.evaluator.report;

import com.fasterxml.jackson.databind.JsonNode;
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
    void count(FinishedRun run, Judgment judgment, JsonNode manifest) {
        ScoreMeter meter = new ScoreMeter(registry, manifest);
        RunMetrics metrics = judgment.metrics();
        record(meter, "clip_i", metrics.clipI());
        record(meter, "dino", metrics.dino());
        record(meter, "clip_t", metrics.clipT());
        record(meter, "leak", metrics.leak());
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

    private static void record(ScoreMeter meter, String metric, Measured figure) {
        if (figure != null) {
            meter.record(metric, figure.mean());
        }
    }
}
