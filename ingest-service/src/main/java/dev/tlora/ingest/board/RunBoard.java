package dev.tlora.ingest.board;

import dev.tlora.ingest.IngestConfig;
import dev.tlora.schemas.RunEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * All runs that this service has heard of, the latest {@code tlora.ingest.board.runs} of them. It
 * holds nothing that {@code tlora.runs} does not, and is read anew from there at each start.
 *
 * <p>Safe for use by several threads. Followers are called by threads that hold none of its locks:
 * an HTTP connection has a lock of its own, under which the board is asked.
 */
@Singleton
public class RunBoard {

    private final int mostRuns;
    private final int eventsPerRun;
    private final Clock clock;

    /** The run that was quiet for longest comes first. */
    private final Map<String, RunRecord> runs = new LinkedHashMap<>();

    /** Stragglers of these bring no run back. */
    private final Set<String> erased = new HashSet<>();

    private final Set<MultiEmitter<? super String>> watchers = new CopyOnWriteArraySet<>();

    private volatile boolean caughtUp;

    @Inject
    RunBoard(IngestConfig config, Clock clock) {
        this(config.board().runs(), config.board().eventsPerRun(), clock);
    }

    RunBoard(int mostRuns, int eventsPerRun, Clock clock) {
        this.mostRuns = mostRuns;
        this.eventsPerRun = eventsPerRun;
        this.clock = clock;
    }

    /** Notes a run that was ordered here, so that it can be followed before ingest has seen it. */
    public void submitted(String runId, String tenant) {
        synchronized (runs) {
            runs.computeIfAbsent(
                    runId,
                    id -> new RunRecord(id, clock.instant(), eventsPerRun).belongingTo(tenant));
            forgetQuietest();
        }
        changed(runId);
    }

    void add(long offset, RunEvent event) {
        String runId = event.runId();
        synchronized (runs) {
            if (event instanceof RunEvent.Accepted) {
                erased.remove(runId);
            }
            if (erased.contains(runId)) {
                return;
            }
            RunRecord found = runs.remove(runId);
            RunRecord record = found == null ? new RunRecord(runId, null, eventsPerRun) : found;
            record.add(new Told(offset, event));
            runs.put(runId, record);
            forgetQuietest();
        }
        changed(runId);
    }

    /** Forgets a run that was erased, until it is ordered again. */
    public void erase(String runId) {
        synchronized (runs) {
            erased.add(runId);
            RunRecord record = runs.remove(runId);
            if (record != null) {
                record.completeAll();
            }
        }
        changed(runId);
    }

    private void forgetQuietest() {
        while (runs.size() > mostRuns) {
            String quietest = runs.keySet().iterator().next();
            runs.remove(quietest).completeAll();
        }
    }

    private void changed(String runId) {
        watchers.forEach(watcher -> watcher.emit(runId));
    }

    /** The runs with their outlooks, the one that began last first. */
    public List<RunView> list() {
        List<RunView> all = views();
        Forecast forecast = new Forecast(all, clock.instant());
        return all.stream()
                .map(forecast::of)
                .sorted(Comparator.comparing((RunView run) -> run.times().began()).reversed())
                .toList();
    }

    private List<RunView> views() {
        List<RunRecord> records;
        synchronized (runs) {
            records = List.copyOf(runs.values());
        }
        return records.stream().map(RunRecord::view).toList();
    }

    /** A run with its outlook. */
    public Optional<RunView> foresee(String runId) {
        return find(runId).map(run -> new Forecast(views(), clock.instant()).of(run));
    }

    public Optional<RunView> find(String runId) {
        return lookUp(runId).map(RunRecord::view);
    }

    /**
     * A run's events so far and from then on; completes when the run ends or is unknown.
     *
     * @param after skips events up to this offset; negative for none
     */
    public Multi<Told> follow(String runId, long after) {
        return Multi.createFrom()
                .<Told>emitter(
                        emitter ->
                                lookUp(runId)
                                        .ifPresentOrElse(
                                                run -> run.follow(after, emitter),
                                                emitter::complete))
                .emitOn(Infrastructure.getDefaultExecutor());
    }

    /** The id of each run that something happens to, from now on. */
    public Multi<String> changes() {
        return Multi.createFrom()
                .<String>emitter(
                        emitter -> {
                            watchers.add(emitter);
                            emitter.onTermination(() -> watchers.remove(emitter));
                        })
                .emitOn(Infrastructure.getDefaultExecutor());
    }

    /** Whether everything is known that was told before this service started. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    void caughtUp() {
        caughtUp = true;
    }

    /** Ends everything that is being followed. */
    void close() {
        synchronized (runs) {
            runs.values().forEach(RunRecord::completeAll);
        }
        watchers.forEach(MultiEmitter::complete);
    }

    private Optional<RunRecord> lookUp(String runId) {
        synchronized (runs) {
            return Optional.ofNullable(runs.get(runId));
        }
    }
}
