package dev.tlora.evaluator.fold;

import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.evaluator.run.RunCloser;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.ImageEvent;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.ScoreEvent.ImageScored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Gathers what happens to a run's images and closes the run with the event that makes it whole. A
 * run is marked as closed after it was told, so a crash in between tells it again, with the same
 * words; afterwards nothing tells it again.
 */
final class RunFold implements Processor<String, EventOfRun, Void, Void> {

    /** Images of unfinished runs by run and number. */
    static final String OPEN_IMAGES = "tlora-open-images";

    /** Finished runs, with the number of their images. */
    static final String CLOSED_RUNS = "tlora-closed-runs";

    private final RunCloser closer;
    private KeyValueStore<String, ImageTally> images;
    private KeyValueStore<String, Integer> closed;

    RunFold(RunCloser closer) {
        this.closer = closer;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        images = context.getStateStore(OPEN_IMAGES);
        closed = context.getStateStore(CLOSED_RUNS);
    }

    @Override
    public void process(Record<String, EventOfRun> record) {
        EventOfRun event = record.value();
        numberOf(event)
                .filter(number -> closed.get(event.runId()) == null)
                .ifPresent(number -> take(event, number));
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

    private void take(EventOfRun event, int number) {
        String key = key(event.runId(), number);
        ImageTally before = images.get(key);
        images.put(key, (before == null ? ImageTally.EMPTY : before).with(event));
        List<KeyValue<String, ImageTally>> known = known(event.runId());
        finished(event.runId(), known).ifPresent(run -> close(run, known));
    }

    private static String key(String runId, int number) {
        return runId + "/" + number;
    }

    private List<KeyValue<String, ImageTally>> known(String runId) {
        List<KeyValue<String, ImageTally>> known = new ArrayList<>();
        // Run ids have no slash, and '0' is the character after it.
        try (KeyValueIterator<String, ImageTally> all = images.range(runId + "/", runId + "0")) {
            all.forEachRemaining(known::add);
        }
        return known;
    }

    private static Optional<FinishedRun> finished(
            String runId, List<KeyValue<String, ImageTally>> known) {
        List<JudgedImage> judged =
                known.stream().flatMap(entry -> entry.value.judged().stream()).toList();
        return known.stream()
                .flatMap(entry -> entry.value.plan().stream())
                .findFirst()
                .filter(plan -> plan.planned() == judged.size())
                .map(plan -> new FinishedRun(runId, judged));
    }

    private void close(FinishedRun run, List<KeyValue<String, ImageTally>> known) {
        closer.close(run);
        closed.put(run.runId(), run.images().size());
        known.forEach(entry -> images.delete(entry.key));
    }
}
