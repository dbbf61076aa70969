package dev.tlora.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.RunScored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The scores of a finished run, from its file. */
final class StoredScores {

    private StoredScores() {}

    /**
     * By name, as {@link RunScored#headline()} gives them; empty where no image could be scored.
     *
     * @throws UncheckedIOException when the file is not JSON
     */
    static ObjectNode read(ArtifactStore store, RunLayout run) {
        JsonNode document = document(store, run.scores());
        ObjectNode scores = EventJson.newMapper().createObjectNode();
        for (Map.Entry<String, JsonNode> mean : document.path("means").path("all").properties()) {
            JsonNode figure = document.path("metrics").path(mean.getKey()).path("mean");
            scores.set(mean.getKey(), figure.isNumber() ? figure : mean.getValue());
        }
        return scores;
    }

    private static JsonNode document(ArtifactStore store, String key) {
        try {
            return EventJson.newMapper().readTree(store.read(key));
        } catch (IOException e) {
            throw new UncheckedIOException(key + " is damaged: " + e.getMessage(), e);
        }
    }
}
