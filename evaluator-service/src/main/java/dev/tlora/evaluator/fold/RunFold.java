package dev.tlora.evaluator.fold;

import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.evaluator.run.RunCloser;
import dev.tlora.runtime.trace.Hops;
import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.ImageEvent;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.ScoreEvent.ImageScored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Gathers what happens to a run's images and closes the run with the event that makes it whole:
 * what is told then, what is remembered and how far was read are one transaction.
 */
final class RunFold implements Processor<String, EventOfRun, String, EventOfRun> {

    /** Images of unfinished runs by run and number. */
    static final String OPEN_IMAGES = "tlora-open-images";

    /** How far unfinished runs are. */
    static final String OPEN_RUNS = "tlora-open-runs";

    /** Adapters of unfinished runs. */
    static final String ADAPTERS = "tlora-open-adapters";

    /** Finished runs, with the number of their images. */
    static final String CLOSED_RUNS = "tlora-closed-runs";

    /** Runs stopped before they were finished, with the time of the order in milliseconds. */
    static final String CANCELLED_RUNS = "tlora-cancelled-runs";

    private final RunCloser closer;
    private ProcessorContext<String, EventOfRun> context;
    private KeyValueStore<String, ImageTally> images;
    private KeyValueStore<String, RunProgress> runs;
    private KeyValueStore<String, AdapterPublished> adapters;
    private KeyValueStore<String, Integer> closed;
    private KeyValueStore<String, Long> cancelled;

    RunFold(RunCloser closer) {
        this.closer = closer;
    }

    @Override
    public void init(ProcessorContext<String, EventOfRun> given) {
        context = given;
        images = context.getStateStore(OPEN_IMAGES);
        runs = context.getStateStore(OPEN_RUNS);
        adapters = context.getStateStore(ADAPTERS);
        closed = context.getStateStore(CLOSED_RUNS);
        cancelled = context.getStateStore(CANCELLED_RUNS);
    }

    @Override
    public void process(Record<String, EventOfRun> record) {
        EventOfRun event = record.value();
        if (closed.get(event.runId()) != null) {
            return;
        }
        if (event instanceof CancelRequested order) {
            cancelled.put(order.runId(), order.time().toEpochMilli());
            forget(order.runId());
        } else if (isCancelled(event)) {
            return;
        } else if (event instanceof AdapterPublished adapter) {
            cancelled.delete(event.runId());
            adapters.put(event.runId(), adapter);
        } else {
            numberOf(event)
                    .filter(number -> makesWhole(event, number))
                    .ifPresent(number -> close(event.runId(), record));
        }
    }

    /** Images that were under way come after the order; a new adapter means a new order. */
    private boolean isCancelled(EventOfRun event) {
        Long order = cancelled.get(event.runId());
        return order != null
                && !(event instanceof AdapterPublished && event.time().toEpochMilli() > order);
    }

    /** Of the image in its run's plan; empty for events that are not about such an image. */
    private static Optional<Integer> numberOf(EventOfRun event) {
        if (event instanceof ImageEvent image) {
            PlannedImage plan = image.plan();
            return numberOf(plan.number(), plan.purpose());
        }
        return event instanceof ImageScored scored
                ? numberOf(scored.number(), scored.purpose())
                : Optional.empty();
    }

    /** What a user asks for has a count of its own. */
    private static Optional<Integer> numberOf(int number, RenderPurpose purpose) {
        return purpose == RenderPurpose.USER ? Optional.empty() : Optional.of(number);
    }

    /** Takes an event in; whether its run is whole now. */
    private boolean makesWhole(EventOfRun event, int number) {
        String key = event.runId() + "/" + number;
        ImageTally known = images.get(key);
        ImageTally before = known == null ? ImageTally.EMPTY : known;
        ImageTally now = before.with(event);
        images.put(key, now);
        RunProgress progress = runs.get(event.runId());
        RunProgress after = (progress == null ? RunProgress.NONE : progress).after(before, now);
        runs.put(event.runId(), after);
        return after.isWhole();
    }

    /** What is told goes on with the trace of the record that made the run whole. */
    private void close(String runId, Record<String, EventOfRun> last) {
        Headers trace = Hops.traceOf(last.headers());
        List<JudgedImage> judged =
                known(runId).stream().flatMap(entry -> entry.value.judged().stream()).toList();
        closer.close(new FinishedRun(runId, judged, adapters.get(runId)))
                .forEach(
                        event ->
                                context.forward(
                                        new Record<>(event.key(), event, last.timestamp(), trace)));
        closed.put(runId, judged.size());
        forget(runId);
    }

    private void forget(String runId) {
        known(runId).forEach(entry -> images.delete(entry.key));
        runs.delete(runId);
        adapters.delete(runId);
    }

    private List<KeyValue<String, ImageTally>> known(String runId) {
        List<KeyValue<String, ImageTally>> known = new ArrayList<>();
        // Run ids have no slash, and '0' is the character after it.
        try (KeyValueIterator<String, ImageTally> all = images.range(runId + "/", runId + "0")) {
            all.forEachRemaining(known::add);
        }
        return known;
    }
}
