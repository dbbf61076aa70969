package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * The wire form of events: JSON with ISO times, without absent fields. Unknown fields are ignored
 * when reading, so that older services understand events of newer ones.
 *
 * <p>Safe for use by several threads.
 */
public final class EventJson {

    private static final ObjectMapper MAPPER = newMapper();

    private EventJson() {}

    /** A mapper of the caller's own with the events' configuration. */
    public static ObjectMapper newMapper() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .build();
    }

    /** The event's JSON in UTF-8. */
    public static byte[] write(FleetEvent event) {
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + event.type() + " as JSON", e);
        }
    }

    /**
     * Reads an event of a family.
     *
     * @param family the family's interface, or a record that is a family of its own
     * @throws MalformedEventException when the bytes are no such event, saying why
     */
    public static <E extends FleetEvent> E read(byte[] json, Class<E> family) {
        try {
            E event = MAPPER.readValue(json, family);
            if (event == null) {
                throw new MalformedEventException("the record holds null, no event");
            }
            return event;
        } catch (JsonProcessingException e) {
            throw new MalformedEventException(
                    "not an event of %s: %s".formatted(family.getSimpleName(), reason(e)), e);
        } catch (IOException e) {
            throw new MalformedEventException("the record cannot be read", e);
        }
    }

    private static String reason(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return e.getOriginalMessage();
        }
        String path =
                mapping.getPath().stream()
                        .map(
                                part ->
                                        part.getFieldName() == null
                                                ? "[%d]".formatted(part.getIndex())
                                                : "." + part.getFieldName())
                        .collect(Collectors.joining());
        return "$%s: %s".formatted(path, e.getOriginalMessage());
    }
}
