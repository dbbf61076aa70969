package dev.tlora.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.ConflictException;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.Version;
import dev.tlora.artifacts.Versioned;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.LatentsPrepared;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Says which attempt owns a run, for all trainers of the fleet. Every change is a compare-and-set
 * of the run's {@code latest.json}, so that of two trainers who believe they own a run only the
 * newer can save or publish.
 *
 * <p>Safe for use by several threads and processes.
 */
@Singleton
class Ledger {

    private static final int MAX_CONFLICTS = 50;

    private final ArtifactStore store;
    private final ObjectMapper json = EventJson.newMapper();

    @Inject
    Ledger(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Makes a new attempt the owner of the run.
     *
     * @throws RunCancelledException when the run was cancelled after it was ordered
     */
    Attempt claim(LatentsPrepared order) {
        RunState state =
                update(
                        order.runId(),
                        before -> {
                            requireNotCancelled(before, order.time());
                            return before.claimed();
                        });
        int step = state.step() == null ? Attempt.NO_CHECKPOINT : state.step();
        return new Attempt(order.runId(), state.attempt(), order.time(), step);
    }

    /**
     * Looks whether the attempt may go on.
     *
     * @throws SupersededException when a newer attempt owns the run
     * @throws RunCancelledException when the run was cancelled
     */
    void check(Attempt attempt) {
        requireOwned(attempt, read(attempt.runId()));
    }

    /** Names the newest checkpoint, under the same conditions as {@link #check}. */
    void saved(Attempt attempt, int step) {
        update(attempt.runId(), before -> requireOwned(attempt, before).saved(step));
    }

    /** Notes that the attempt's work is over, unless a newer one owns the run. */
    void ended(String runId) {
        update(runId, RunState::ended);
    }

    /** Notes that a run shall stop; its trainer, if it has one, sees that within a second. */
    RunState cancel(CancelRequested order) {
        return update(order.runId(), before -> before.cancelled(order));
    }

    /** Deletes all files of a run but the ledger's own. */
    void empty(String runId) {
        RunState state = read(runId);
        store.deleteAll(RunLayout.of(runId).folder());
        update(
                runId,
                before ->
                        new RunState(
                                Math.max(before.attempt(), state.attempt()),
                                before.running(),
                                null,
                                state.cancel()));
    }

    RunState read(String runId) {
        return store.readVersioned(RunLayout.of(runId).latest())
                .map(this::parse)
                .orElse(RunState.NEW);
    }

    private RunState update(String runId, UnaryOperator<RunState> change) {
        String key = RunLayout.of(runId).latest();
        for (int conflicts = 0; ; conflicts++) {
            Optional<Versioned> found = store.readVersioned(key);
            RunState after = change.apply(found.map(this::parse).orElse(RunState.NEW));
            try {
                Version expected = found.map(Versioned::version).orElse(Version.ABSENT);
                store.compareAndSet(key, expected, json.writeValueAsBytes(after));
                return after;
            } catch (ConflictException e) {
                if (conflicts == MAX_CONFLICTS) {
                    throw e;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(key + " cannot be written as JSON", e);
            }
        }
    }

    private static RunState requireOwned(Attempt attempt, RunState state) {
        if (state.attempt() != attempt.number()) {
            throw new SupersededException(attempt, state.attempt());
        }
        requireNotCancelled(state, attempt.orderedAt());
        return state;
    }

    private static void requireNotCancelled(RunState state, Instant orderedAt) {
        CancelRequested cancel = state.cancel();
        if (cancel != null && !orderedAt.isAfter(cancel.time())) {
            throw new RunCancelledException(cancel);
        }
    }

    private RunState parse(Versioned document) {
        try {
            return json.readValue(document.content(), RunState.class);
        } catch (IOException e) {
            throw new UncheckedIOException("latest.json of a run is damaged; delete it", e);
        }
    }
}
