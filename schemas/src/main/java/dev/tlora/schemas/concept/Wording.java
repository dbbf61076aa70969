package dev.tlora.schemas.concept;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Says what is wrong with a field and how to put it right, one sentence each. */
final class Wording {

    private static final int LONGEST_QUOTE = 60;

    private Wording() {}

    static String unknownField(String name, JsonNode knownFields) {
        List<String> known =
                StreamSupport.stream(
                                ((Iterable<String>) knownFields::fieldNames).spliterator(), false)
                        .toList();
        return Spelling.nearest(name, known)
                .map(nearest -> "is unknown; did you mean '%s'?".formatted(nearest))
                .orElse("is unknown; known are " + String.join(", ", known));
    }

    static String missing(JsonNode field) {
        return "is missing; give " + description(field);
    }

    static String broken(Error error, JsonNode field) {
        JsonNode found = error.getInstanceNode();
        String bound = error.getSchemaNode().asText();
        return switch (error.getKeyword()) {
            case "type" -> "must be %s, is %s".formatted(types(error.getSchemaNode()), kind(found));
            case "const" -> "must be '%s' or left out, is %s".formatted(bound, quote(found));
            case "enum" ->
                    "must be one of %s, is %s; it is %s"
                            .formatted(
                                    values(error.getSchemaNode()),
                                    quote(found),
                                    description(field));
            case "minimum" -> "must be at least %s, is %s".formatted(bound, quote(found));
            case "maximum" -> "must be at most %s, is %s".formatted(bound, quote(found));
            case "exclusiveMinimum" -> "must be above %s, is %s".formatted(bound, quote(found));
            case "multipleOf" -> "must be a multiple of %s, is %s".formatted(bound, quote(found));
            case "minLength" -> "must not be empty; give " + description(field);
            case "maxLength" -> "must have at most %s characters".formatted(bound);
            case "minItems" ->
                    "must hold at least %s, holds %d; give %s"
                            .formatted(bound, found.size(), description(field));
            case "maxItems" ->
                    "must hold at most %s, holds %d; give %s"
                            .formatted(bound, found.size(), description(field));
            case "pattern" -> "must be %s, is %s".formatted(description(field), quote(found));
            default -> error.getMessage();
        };
    }

    private static String description(JsonNode field) {
        return field.path("description").asText("a value that the schema allows");
    }

    private static String values(JsonNode allowed) {
        return StreamSupport.stream(allowed.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    private static String types(JsonNode allowed) {
        return allowed.isArray()
                ? StreamSupport.stream(allowed.spliterator(), false)
                        .map(one -> typeName(one.asText()))
                        .collect(Collectors.joining(" or "))
                : typeName(allowed.asText());
    }

    private static String typeName(String type) {
        return switch (type) {
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "string" -> "a text";
            case "array" -> "a list";
            case "object" -> "an object";
            default -> type;
        };
    }

    private static String kind(JsonNode found) {
        return switch (found.getNodeType()) {
            case NULL -> "null; leave the field out instead";
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "the text " + quote(found);
            case BOOLEAN, NUMBER -> found.asText();
            case BINARY, MISSING, POJO -> "nothing JSON knows";
        };
    }

    private static String quote(JsonNode found) {
        String text =
                found.isTextual()
                        ? "'" + found.asText() + "'"
                        : found.isValueNode() ? found.asText() : found.toString();
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }
}
