package dev.tlora.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The record headers that make a JSON event a CloudEvent in binary mode (CloudEvents 1.0, Kafka
 * protocol binding), so that general tools can route it without reading its value.
 */
public final class CloudEventHeaders {

    private CloudEventHeaders() {}

    /**
     * The headers for one record.
     *
     * @param event what the record says
     * @param value its JSON; {@code ce_id} follows from it, so the same event sent twice is one
     *     CloudEvent
     * @param source who says it
     */
    public static List<Header> of(FleetEvent event, byte[] value, URI source) {
        List<Header> headers = new ArrayList<>();
        headers.add(header("ce_specversion", "1.0"));
        headers.add(header("ce_id", UUID.nameUUIDFromBytes(value).toString()));
        headers.add(header("ce_source", source.toString()));
        headers.add(header("ce_type", event.type()));
        if (event instanceof EventOfRun ofRun) {
            headers.add(header("ce_time", ofRun.time().toString()));
        }
        headers.add(header("content-type", "application/json"));
        return List.copyOf(headers);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}
