package dev.tlora.evaluator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.schemas.EventJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What earlier stages left of a run. Each file may be missing: images can be judged without knowing
 * how the adapter was trained.
 */
final class RunFiles {

    /** The format that this fleet itself loads. */
    private static final String OWN_FORMAT = "tlora";

    private final ArtifactStore store;
    private final RunLayout layout;

    RunFiles(ArtifactStore store, RunLayout layout) {
        this.store = store;
        this.layout = layout;
    }

    RunLayout layout() {
        return layout;
    }

    /** How the adapter was made; a missing node where nobody wrote it down. */
    JsonNode manifest() {
        return read(layout.manifest()).map(RunFiles::parse).orElse(MissingNode.getInstance());
    }

    LossCurve lossCurve() {
        return read(layout.lossCurve())
                .map(bytes -> LossCurve.parse(new String(bytes, StandardCharsets.UTF_8)))
                .orElse(LossCurve.EMPTY);
    }

    Optional<StoredArtifact> adapter() {
        try {
            return Optional.of(store.describe(layout.adapter(OWN_FORMAT)));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** The artefact's path beside the report; empty when it lies outside the run. */
    Optional<String> relative(URI artifact) {
        try {
            String key = store.keyOf(artifact);
            String folder = layout.folder() + "/";
            return key.startsWith(folder)
                    ? Optional.of(key.substring(folder.length()))
                    : Optional.empty();
        } catch (InvalidLocationException e) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> read(String key) {
        try {
            return Optional.of(store.read(key));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static JsonNode parse(byte[] json) {
        try {
            return EventJson.newMapper().readTree(json);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }
}
