package dev.tlora.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.schemas.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An adapter file on this machine, given as such or as the run that trained it.
 *
 * @param name what exports of it are called
 * @param run of a finished run in the data folder
 * @param notes what the run knows and the file does not: its id, its scores, why it is blocked
 */
record AdapterLocation(Path file, String name, Optional<RunLayout> run, Map<String, String> notes) {

    private static final String PUBLISHED = "tlora";
    private static final String QUARANTINE = "quarantine";
    private static final String SUFFIX = ".safetensors";

    /** The scores that are worth keeping with the adapter, by their names in notes. */
    private static final Map<String, String> SCORES =
            Map.of(
                    "clipI", "score_clip_i",
                    "dino", "score_dino",
                    "clipT", "score_clip_t",
                    "leak", "score_leak");

    AdapterLocation {
        notes = Map.copyOf(notes);
    }

    /**
     * Finds the adapter.
     *
     * @throws CommandException when it is neither a file nor a finished run
     */
    static AdapterLocation find(String fileOrRun, Path dataFolder) {
        Path file = Path.of(fileOrRun);
        if (Files.isRegularFile(file)) {
            String stem = file.getFileName().toString().replaceAll("\\.safetensors$", "");
            return new AdapterLocation(file, stem, Optional.empty(), Map.of());
        }
        if (fileOrRun.endsWith(SUFFIX)) {
            throw new CommandException(fileOrRun + " does not exist");
        }
        return ofRun(fileOrRun, dataFolder)
                .orElseThrow(
                        () ->
                                new CommandException(
                                        ("'%s' is neither a file nor a finished run in %s; list"
                                                        + " runs with: tlora runs")
                                                .formatted(fileOrRun, dataFolder)));
    }

    private static Optional<AdapterLocation> ofRun(String runId, Path dataFolder) {
        if (!Files.isDirectory(dataFolder)) {
            return Optional.empty();
        }
        ArtifactStore store = new FolderStore(dataFolder);
        try {
            RunLayout run = RunLayout.of(runId);
            return store.exists(run.manifest())
                    ? Optional.of(
                            new AdapterLocation(
                                    Path.of(store.uri(run.adapter(PUBLISHED))),
                                    runId,
                                    Optional.of(run),
                                    notes(run, store)))
                    : Optional.empty();
        } catch (InvalidLocationException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> notes(RunLayout run, ArtifactStore store) {
        Map<String, String> notes = new TreeMap<>();
        notes.put("run_id", run.runId());
        if (store.exists(run.quarantine())) {
            List<String> reasons = new ArrayList<>();
            read(store, run.quarantine())
                    .path("reasons")
                    .forEach(reason -> reasons.add(reason.asText()));
            notes.put(QUARANTINE, String.join(" ", reasons));
        }
        if (store.exists(run.scores())) {
            JsonNode scores = StoredScores.read(store, run);
            SCORES.forEach(
                    (field, note) -> {
                        if (scores.hasNonNull(field)) {
                            notes.put(note, scores.get(field).asText());
                        }
                    });
        }
        return notes;
    }

    /** Why the run's adapter must not be served, where a gate blocked it. */
    Optional<String> quarantine() {
        return Optional.ofNullable(notes.get(QUARANTINE));
    }

    /** The base model's name, where a run says it. */
    Optional<String> modelName(Path dataFolder) {
        return run.map(
                layout ->
                        read(new FolderStore(dataFolder), layout.manifest())
                                .path("model")
                                .path("name")
                                .asText());
    }

    private static JsonNode read(ArtifactStore store, String key) {
        try {
            return EventJson.newMapper().readTree(store.read(key));
        } catch (IOException e) {
            throw new UncheckedIOException(key + " is damaged: " + e.getMessage(), e);
        }
    }
}
