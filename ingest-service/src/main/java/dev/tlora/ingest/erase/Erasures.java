package dev.tlora.ingest.erase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.Sha256;
import dev.tlora.schemas.EventJson;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Remembers which concepts were erased when, so that orders from before, which still lie in their
 * topic, are not carried out. Names are kept as hashes.
 */
@Singleton
public class Erasures {

    private final ArtifactStore store;
    private final ObjectMapper json = EventJson.newMapper();

    @Inject
    Erasures(ArtifactStore store) {
        this.store = store;
    }

    /** Whether a concept was erased after something of it was ordered. */
    public boolean cover(String tenant, String conceptId, Instant ordered) {
        try {
            byte[] mark = store.read(key(tenant, conceptId));
            return !ordered.isAfter(json.readValue(mark, Mark.class).erased());
        } catch (NotFoundException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(key(tenant, conceptId) + " is damaged; delete it", e);
        }
    }

    void remember(String tenant, String conceptId, Instant erased) {
        try {
            store.putBytes(key(tenant, conceptId), json.writeValueAsBytes(new Mark(erased)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a time as JSON", e);
        }
    }

    private static String key(String tenant, String conceptId) {
        String both = tenant + "\n" + conceptId;
        return "erased/" + Sha256.of(both.getBytes(StandardCharsets.UTF_8)) + ".json";
    }

    /** What is kept of an erased concept. */
    private record Mark(Instant erased) {}
}
