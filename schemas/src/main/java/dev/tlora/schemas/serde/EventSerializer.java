package dev.tlora.schemas.serde;

import dev.tlora.schemas.CloudEventHeaders;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.FleetEvent;
import java.net.URI;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes events as JSON and adds the CloudEvents headers that the record does not have yet.
 *
 * <p>The producer's setting {@value #SOURCE} names the sender, a URI reference; without it the
 * sender is {@code /tlora}.
 */
public abstract class EventSerializer<E extends FleetEvent> implements Serializer<E> {

    /** Producer setting that names the sender in {@code ce_source}. */
    public static final String SOURCE = "tlora.cloudevents.source";

    private URI source = URI.create("/tlora");

    EventSerializer() {}

    @Override
    public final void configure(Map<String, ?> settings, boolean isKey) {
        Object configured = settings.get(SOURCE);
        if (configured != null) {
            source = URI.create(configured.toString());
        }
    }

    @Override
    public final byte[] serialize(String topic, E event) {
        return event == null ? null : EventJson.write(event);
    }

    @Override
    public final byte[] serialize(String topic, Headers headers, E event) {
        byte[] value = serialize(topic, event);
        if (event != null) {
            for (Header header : CloudEventHeaders.of(event, value, source)) {
                if (headers.lastHeader(header.key()) == null) {
                    headers.add(header);
                }
            }
        }
        return value;
    }
}
