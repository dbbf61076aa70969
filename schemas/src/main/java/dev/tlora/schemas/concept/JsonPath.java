package dev.tlora.schemas.concept;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.path.NodePath;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A place in an event.
 *
 * @param elements field names and array indices from the root on
 */
record JsonPath(List<Object> elements) {

    static final JsonPath ROOT = new JsonPath(List.of());

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    static JsonPath of(NodePath location) {
        return new JsonPath(
                IntStream.range(0, location.getNameCount())
                        .mapToObj(location::getElement)
                        .toList());
    }

    JsonPath child(Object element) {
        return new JsonPath(Stream.concat(elements.stream(), Stream.of(element)).toList());
    }

    /** What a schema without references says about this place. */
    JsonNode fieldIn(JsonNode schema) {
        JsonNode field = schema;
        for (Object element : elements) {
            field =
                    element instanceof Integer
                            ? field.path("items")
                            : field.path("properties").path(element.toString());
        }
        return field;
    }

    /** As users write it: {@code $.images[2]}. */
    @Override
    public String toString() {
        StringBuilder path = new StringBuilder("$");
        for (Object element : elements) {
            if (element instanceof Integer) {
                path.append('[').append(element).append(']');
            } else if (PLAIN_NAME.matcher(element.toString()).matches()) {
                path.append('.').append(element);
            } else {
                path.append("['").append(element).append("']");
            }
        }
        return path.toString();
    }
}
