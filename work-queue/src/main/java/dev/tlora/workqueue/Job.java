package dev.tlora.workqueue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** One record to work on, with the lease under which this worker holds it. Immutable. */
public final class Job {

    private static final byte[] NOTHING = {};

    private final String key;
    private final byte[] value;
    private final Map<String, String> headers;
    private final Position position;
    private final int deliveryCount;
    private final Lease lease;

    /** Services build jobs only in their own tests, with {@link Lease#HELD}. */
    public Job(
            String key,
            byte[] value,
            Map<String, String> headers,
            Position position,
            int deliveryCount,
            Lease lease) {
        this.key = Objects.requireNonNull(key, "key");
        this.value = value.clone();
        this.headers = Map.copyOf(headers);
        this.position = Objects.requireNonNull(position, "position");
        this.deliveryCount = deliveryCount;
        this.lease = Objects.requireNonNull(lease, "lease");
    }

    static Job of(ConsumerRecord<byte[], byte[]> record, Lease lease) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), text(header.value()));
        }
        return new Job(
                text(record.key()),
                record.value() == null ? NOTHING : record.value(),
                headers,
                new Position(record.topic(), record.partition(), record.offset()),
                record.deliveryCount().orElse((short) 1),
                lease);
    }

    /** The record's key as UTF-8, empty when it had none. */
    public String key() {
        return key;
    }

    /** The record's value, empty when it had none; the array is the caller's own. */
    public byte[] value() {
        return value.clone();
    }

    /** Header values as UTF-8; of a repeated header the last. */
    public Map<String, String> headers() {
        return headers;
    }

    public Position position() {
        return position;
    }

    /**
     * 1 on the first delivery; counts every delivery, whatever ended the ones before. A broker that
     * restarts forgets those that were still running.
     */
    public int deliveryCount() {
        return deliveryCount;
    }

    public Lease lease() {
        return lease;
    }

    @Override
    public String toString() {
        return "key=" + key + " " + position + " attempt=" + deliveryCount;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
