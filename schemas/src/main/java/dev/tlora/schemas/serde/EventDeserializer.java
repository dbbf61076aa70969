package dev.tlora.schemas.serde;

import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.FleetEvent;
import dev.tlora.schemas.MalformedEventException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads one family of events from its JSON.
 *
 * <p>Throws {@link SerializationException} for a record that is no event of the family, with the
 * topic and the reason in its message.
 */
public abstract class EventDeserializer<E extends FleetEvent> implements Deserializer<E> {

    private final Class<E> family;

    EventDeserializer(Class<E> family) {
        this.family = family;
    }

    /** {@inheritDoc} A record without a value, as compaction leaves it, has no event. */
    @Override
    public final E deserialize(String topic, byte[] value) {
        if (value == null) {
            return null;
        }
        try {
            return EventJson.read(value, family);
        } catch (MalformedEventException e) {
            throw new SerializationException("topic=%s: %s".formatted(topic, e.getMessage()), e);
        }
    }
}
