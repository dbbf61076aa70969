package dev.tlora.runtime;

import dev.tlora.runtime.trace.Hop;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Stage;
import dev.tlora.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Tells {@code tlora.runs} what happened to a run, and counts it. */
@Singleton
public class RunJournal {

    private static final Logger LOGGER = Logger.getLogger(RunJournal.class);

    private final EventSender sender;
    private final MeterRegistry metrics;

    @Inject
    RunJournal(EventSender sender, MeterRegistry metrics) {
        this.sender = sender;
        this.metrics = metrics;
        // Counters that begin at their first event hide it from rates.
        for (Stage stage : Stage.values()) {
            counter(stage.name().toLowerCase(Locale.ROOT), "done");
            counter(stage.name().toLowerCase(Locale.ROOT), "failed");
        }
    }

    /** Sends the event and waits for the broker. */
    public void tell(RunEvent event) {
        sender.send(Topics.RUNS, event);
        if (event instanceof RunEvent.Failed failed) {
            Hop.failed(failed.cause());
        }
        LOGGER.debugf("told: runId=%s type=%s", event.runId(), event.type());
    }

    /**
     * Counts a run that leaves a stage.
     *
     * @param stage {@code ingest}, {@code training}, {@code sampling} or {@code evaluation}
     * @param outcome such as {@code done}, {@code rejected} or {@code failed}
     */
    public void count(String stage, String outcome) {
        counter(stage, outcome).increment();
    }

    private Counter counter(String stage, String outcome) {
        return metrics.counter("tlora_runs_total", "stage", stage, "outcome", outcome);
    }
}
