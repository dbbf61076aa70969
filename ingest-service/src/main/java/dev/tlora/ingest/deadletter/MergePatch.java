package dev.tlora.ingest.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch, RFC 7396: objects are merged, null removes, anything else replaces. */
final class MergePatch {

    private MergePatch() {}

    static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged =
                target.isObject() ? target.deepCopy() : JsonNodeFactory.instance.objectNode();
        patch.properties()
                .forEach(
                        field -> {
                            if (field.getValue().isNull()) {
                                merged.remove(field.getKey());
                            } else {
                                JsonNode before = merged.path(field.getKey());
                                merged.set(field.getKey(), apply(before, field.getValue()));
                            }
                        });
        return merged;
    }
}
