package dev.tlora.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonSchemasTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @ParameterizedTest
    @MethodSource("dev.tlora.schemas.Examples#all")
    void anEventPassesItsSchema(FleetEvent event) throws IOException {
        // Given
        Schema schema = REGISTRY.getSchema(schemaOf(event));

        // Then
        assertThat(schema.validate(MAPPER.readTree(EventJson.write(event)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.tlora.schemas.Examples#all")
    void aSchemaHasTheFieldsOfItsRecord(FleetEvent event) throws IOException {
        JsonNode schema = schemaOf(event);
        assertThat(schema.path("properties").path("type").path("const").asText())
                .isEqualTo(event.type());
        assertSameFields(event.getClass(), schema, schema, Set.of("type"));
    }

    /** A concept event is read by {@code ConceptEvents}, whose rules its own test covers. */
    static List<FleetEvent> written() {
        return Examples.all().filter(event -> !(event instanceof ConceptSubmitted)).toList();
    }

    @ParameterizedTest
    @MethodSource("written")
    void aRecordNeedsWhatItsSchemaRequires(FleetEvent event) throws IOException {
        Set<String> required = new HashSet<>();
        schemaOf(event).path("required").forEach(name -> required.add(name.asText()));
        ObjectNode json = (ObjectNode) MAPPER.readTree(EventJson.write(event));
        for (RecordComponent field : event.getClass().getRecordComponents()) {
            ObjectNode without = json.deepCopy().without(field.getName());
            byte[] bytes = MAPPER.writeValueAsBytes(without);
            if (required.contains(field.getName())) {
                assertThatThrownBy(() -> EventJson.read(bytes, event.getClass()))
                        .as(field.getName())
                        .isInstanceOf(MalformedEventException.class);
            } else {
                assertThat(EventJson.read(bytes, event.getClass())).isNotNull();
            }
        }
    }

    private static void assertSameFields(
            Class<?> record, JsonNode place, JsonNode document, Set<String> besides) {
        JsonNode schema = resolve(place, document);
        Set<String> fields = new HashSet<>(besides);
        for (RecordComponent component : record.getRecordComponents()) {
            fields.add(component.getName());
            Class<?> type = elementType(component.getGenericType());
            JsonNode field = resolve(schema.path("properties").path(component.getName()), document);
            if (type.isRecord() && type != TimestepRange.class) {
                JsonNode inner = field.has("items") ? field.path("items") : field;
                assertSameFields(type, inner, document, Set.of());
            }
        }
        Set<String> properties = new HashSet<>();
        schema.path("properties").fieldNames().forEachRemaining(properties::add);
        assertThat(properties).as(record.getSimpleName()).isEqualTo(fields);
    }

    private static Class<?> elementType(Type type) {
        if (type instanceof ParameterizedType list) {
            return (Class<?>) Arrays.asList(list.getActualTypeArguments()).get(0);
        }
        return (Class<?>) type;
    }

    private static JsonNode resolve(JsonNode place, JsonNode document) {
        return place.has("$ref") ? document.at(place.path("$ref").asText().substring(1)) : place;
    }

    private static JsonNode schemaOf(FleetEvent event) throws IOException {
        String resource = "/schemas/%s.schema.json".formatted(event.type());
        try (InputStream stream = JsonSchemasTest.class.getResourceAsStream(resource)) {
            assertThat(stream).as(resource).isNotNull();
            return MAPPER.readTree(stream);
        }
    }
}
