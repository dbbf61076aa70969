package dev.tlora.schemas.concept;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The rules that concern one field each, from the published JSON Schema. */
final class ConceptSchema {

    private static final String RESOURCE = "/schemas/concept-submitted.v1.schema.json";

    private static final JsonNode DOCUMENT = load();

    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(DOCUMENT);

    private ConceptSchema() {}

    static List<Problem> problems(ObjectNode event) {
        return SCHEMA.validate(event).stream().map(ConceptSchema::problem).toList();
    }

    private static Problem problem(Error error) {
        JsonPath path = JsonPath.of(error.getInstanceLocation());
        JsonNode field = path.fieldIn(DOCUMENT);
        return switch (error.getKeyword()) {
            case "additionalProperties" ->
                    new Problem(
                            path.child(error.getProperty()).toString(),
                            Wording.unknownField(error.getProperty(), field.path("properties")));
            case "required" -> {
                JsonPath missing = path.child(error.getProperty());
                yield new Problem(missing.toString(), Wording.missing(missing.fieldIn(DOCUMENT)));
            }
            default -> new Problem(path.toString(), Wording.broken(error, field));
        };
    }

    private static JsonNode load() {
        try (InputStream resource = ConceptSchema.class.getResourceAsStream(RESOURCE)) {
            return EventJson.newMapper().readTree(resource);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + RESOURCE, e);
        }
    }
}
