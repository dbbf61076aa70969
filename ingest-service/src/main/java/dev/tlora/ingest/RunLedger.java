package dev.tlora.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.ConflictException;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.Version;
import dev.tlora.artifacts.Versioned;
import dev.tlora.schemas.EventJson;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers which order each run belongs to, in {@code runs/<runId>/order.json}, so that an order
 * that comes twice is one run, on however many ingest services.
 */
@Singleton
public class RunLedger {

    private static final String RUNS = "runs";

    private static final ObjectMapper JSON = EventJson.newMapper();

    private final ArtifactStore store;

    @Inject
    RunLedger(ArtifactStore store) {
        this.store = store;
    }

    /** The run's entry: the one that is there, else the given one, which then is. */
    RunEntry findOrAdd(String runId, RunEntry fresh) {
        try {
            Optional<RunEntry> found = find(runId);
            if (found.isEmpty()) {
                store.compareAndSet(key(runId), Version.ABSENT, write(fresh));
            }
            return found.orElse(fresh);
        } catch (ConflictException e) {
            // Entries are never removed, so this one ends at once.
            return findOrAdd(runId, fresh);
        }
    }

    Optional<RunEntry> find(String runId) {
        return store.readVersioned(key(runId)).map(RunLedger::read);
    }

    /** Keys of the uploads that runs are made from, by run. */
    public Map<String, List<String>> uploads() {
        Map<String, List<String>> uploads = new HashMap<>();
        for (String key : store.list(RUNS)) {
            String runId = key.substring(RUNS.length() + 1).split("/", 2)[0];
            if (key.equals(key(runId))) {
                find(runId).ifPresent(entry -> uploads.put(runId, entry.uploads()));
            }
        }
        return uploads;
    }

    /** Notes that trainers were told about the run. */
    void prepared(String runId) {
        Versioned before = store.readVersioned(key(runId)).orElseThrow();
        RunEntry entry = read(before);
        if (entry.state() == RunEntry.State.ACCEPTED) {
            store.compareAndSet(key(runId), before.version(), write(entry.prepared()));
        }
    }

    private static String key(String runId) {
        return RunLayout.of(runId).folder() + "/order.json";
    }

    private static RunEntry read(Versioned document) {
        try {
            return JSON.readValue(document.content(), RunEntry.class);
        } catch (IOException e) {
            throw new UncheckedIOException("order.json of a run is damaged: " + document.text(), e);
        }
    }

    private static byte[] write(RunEntry entry) {
        try {
            return JSON.writeValueAsBytes(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write an entry as JSON", e);
        }
    }
}
