package dev.tlora.runtime.trace;

import dev.tlora.workqueue.Job;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What logs and traces say about a record that is worked on.
 *
 * @param attempt 1 for the first delivery, as far as the consumer knows
 * @param headers values as UTF-8; of a repeated header the last
 */
public record ReceivedRecord(
        String topic, int partition, long offset, int attempt, Map<String, String> headers) {

    public ReceivedRecord {
        headers = Map.copyOf(headers);
    }

    /** A record from a channel, which does not count deliveries. */
    public static ReceivedRecord of(ConsumerRecord<?, ?> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return new ReceivedRecord(record.topic(), record.partition(), record.offset(), 1, headers);
    }

    public static ReceivedRecord of(Job job) {
        return new ReceivedRecord(
                job.position().topic(),
                job.position().partition(),
                job.position().offset(),
                job.deliveryCount(),
                job.headers());
    }

    /** By the names that log lines use everywhere. */
    Map<String, String> fields() {
        return Map.of(
                "topic", topic,
                "partition", Integer.toString(partition),
                "offset", Long.toString(offset),
                "attempt", Integer.toString(attempt));
    }
}
