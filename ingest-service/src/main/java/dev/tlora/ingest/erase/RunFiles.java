package dev.tlora.ingest.erase;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.ingest.RunLedger;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What runs have in the store. */
@Singleton
class RunFiles {

    /**
     * Say that a run is cancelled, and nothing of its concept: a record that still waits for a
     * worker must not bring the run back.
     */
    private static final List<String> MARKS =
            List.of("/latest.json", "/ingest-cancelled.json", "/sampling-cancelled.json");

    private final ArtifactStore store;
    private final RunLedger ledger;

    @Inject
    RunFiles(ArtifactStore store, RunLedger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    /** Keys of all that tells of the concept. */
    List<String> of(String runId, boolean withMarks) {
        String folder = RunLayout.of(runId).folder();
        return store.list(folder).stream()
                .filter(key -> withMarks || !MARKS.contains(key.substring(folder.length())))
                .toList();
    }

    /** Keys of uploads that these runs are made from, and no others. */
    Set<String> uploadsOf(Collection<String> runs) {
        Map<String, List<String>> all = ledger.uploads();
        Set<String> uploads = new TreeSet<>();
        runs.forEach(runId -> uploads.addAll(all.getOrDefault(runId, List.of())));
        all.keySet().removeAll(runs);
        all.values().forEach(uploads::removeAll);
        uploads.removeIf(key -> !store.exists(key));
        return uploads;
    }

    /** Bytes of artefacts together. */
    long bytes(Collection<String> keys) {
        return keys.stream().mapToLong(store::size).sum();
    }

    void delete(Collection<String> keys) {
        keys.forEach(store::delete);
    }
}
