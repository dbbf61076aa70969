package dev.tlora.standalone.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.RunLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The runs that a stopped fleet left in its data folder, by what is there of each. */
final class StoredRuns {

    private final Path folder;

    StoredRuns(Path dataFolder) {
        folder = dataFolder;
    }

    /** Newest first, in the form of the HTTP interface. */
    ArrayNode list() {
        ArrayNode runs = JsonNodeFactory.instance.arrayNode();
        Path runFolders = folder.resolve("runs");
        if (!Files.isDirectory(runFolders)) {
            return runs;
        }
        ArtifactStore store = new FolderStore(folder);
        for (Path run : newestFirst(runFolders)) {
            runs.add(describe(RunLayout.of(run.getFileName().toString()), store));
        }
        return runs;
    }

    private static List<Path> newestFirst(Path runFolders) {
        try (Stream<Path> runs = Files.list(runFolders)) {
            return runs.filter(Files::isDirectory)
                    .sorted(
                            Comparator.comparingLong((Path run) -> run.toFile().lastModified())
                                    .reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(runFolders + " cannot be listed", e);
        }
    }

    private static ObjectNode describe(RunLayout run, ArtifactStore store) {
        ObjectNode described = JsonNodeFactory.instance.objectNode();
        described.put("runId", run.runId());
        described.put("state", state(run, store));
        if (store.exists(run.scores())) {
            described.set("scores", StoredScores.read(store, run));
        }
        return described;
    }

    private static String state(RunLayout run, ArtifactStore store) {
        if (store.exists(run.report())) {
            return "scored";
        }
        if (store.exists(run.manifest())) {
            return "published";
        }
        return store.exists(run.prepared()) ? "prepared" : "accepted";
    }
}
