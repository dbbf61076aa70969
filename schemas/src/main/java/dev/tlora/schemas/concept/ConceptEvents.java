package dev.tlora.schemas.concept;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.MalformedEventException;
import dev.tlora.schemas.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the records of {@code tlora.concepts}, which anyone may write, by hand too: a record is a
 * valid order, or everything that is wrong with it is told at once.
 *
 * <p>Safe for use by several threads.
 */
public final class ConceptEvents {

    /** Whole numbers may be written 64.0; the schema has refused those with a fraction before. */
    private static final ObjectMapper MAPPER =
            EventJson.newMapper()
                    .enable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private ConceptEvents() {}

    /**
     * Reads one record's value.
     *
     * @throws MalformedEventException when it is no JSON object at all, so that there is nobody to
     *     tell what is wrong
     */
    public static Parsed parse(byte[] value) {
        ObjectNode json = readObject(value);
        List<Problem> problems = new ArrayList<>(ConceptSchema.problems(json));
        problems.addAll(ConceptRules.problems(json));
        return problems.isEmpty()
                ? new Parsed.Valid(read(json))
                : new Parsed.Invalid(runId(json, value), conceptId(json), problems);
    }

    private static ObjectNode readObject(byte[] value) {
        if (value == null) {
            throw new MalformedEventException("the record has no value; send a JSON object");
        }
        try {
            if (MAPPER.readTree(value) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new MalformedEventException(
                    "the record is not JSON: %s; send a JSON object"
                            .formatted(e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new MalformedEventException("the record cannot be read", e);
        }
        throw new MalformedEventException("the record is JSON but no object; send a JSON object");
    }

    private static ConceptSubmitted read(ObjectNode json) {
        try {
            return MAPPER.treeToValue(json, ConceptSubmitted.class);
        } catch (JsonProcessingException e) {
            throw new MalformedEventException(
                    "the record passed every check but cannot be read: " + e.getOriginalMessage(),
                    e);
        }
    }

    private static String runId(JsonNode json, byte[] value) {
        String given = json.path("runId").asText();
        return json.path("runId").isTextual() && RunIds.isValid(given)
                ? given
                : RunIds.ofRecord(value);
    }

    private static String conceptId(JsonNode json) {
        String given = json.path("conceptId").asText();
        return given.isBlank() ? null : given;
    }
}
