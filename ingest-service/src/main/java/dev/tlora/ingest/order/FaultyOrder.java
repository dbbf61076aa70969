package dev.tlora.ingest.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.Problem;
import dev.tlora.schemas.concept.Parsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;

/** The photos of an order that is no valid event, as far as it names any. */
final class FaultyOrder {

    private static final ObjectMapper JSON = EventJson.newMapper();
    private static final int MOST_IMAGES = 8;

    private final JsonNode order;
    private final Set<String> faulty;

    FaultyOrder(byte[] value, Parsed.Invalid invalid) {
        try {
            order = JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException("what was parsed before is no longer JSON", e);
        }
        faulty = invalid.problems().stream().map(Problem::path).collect(Collectors.toSet());
    }

    void checkPhotos(PhotoCheck check) {
        checkPhoto(order.path("image"), "$.image", check);
        JsonNode images = order.path("images");
        for (int index = 0; index < Math.min(images.size(), MOST_IMAGES); index++) {
            checkPhoto(images.path(index), "$.images[%d]".formatted(index), check);
        }
        if (isUri(order.path("mask"), "$.mask")) {
            check.mask(URI.create(order.path("mask").asText()));
        }
    }

    private void checkPhoto(JsonNode uri, String path, PhotoCheck check) {
        if (isUri(uri, path)) {
            check.photo(URI.create(uri.asText()), path);
        }
    }

    /** What is no URI was found to be a problem before. */
    private boolean isUri(JsonNode value, String path) {
        return value.isTextual() && !faulty.contains(path);
    }
}
