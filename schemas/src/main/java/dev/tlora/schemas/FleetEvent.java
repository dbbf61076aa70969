package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonTypeName;

/**
 * Whatever the fleet says over Kafka. Its wire form is JSON with a {@code type} field, made by
 * {@link EventJson}.
 *
 * <p>Type names are part of the wire form: fields are only added, and optional; anything else is a
 * new {@code .v2} beside {@code .v1}.
 */
public sealed interface FleetEvent permits ConceptSubmitted, EventOfRun {

    /** The key of the event's Kafka record; events of one key stay in order. */
    String key();

    /** The name in the {@code type} field, e.g. {@code run-accepted.v1}. */
    default String type() {
        return getClass().getAnnotation(JsonTypeName.class).value();
    }
}
