package dev.tlora.chaos;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Follows a topic from its first record. Used by one thread. */
final class Events implements AutoCloseable {

    /** What drills look for stands in the first bytes; some records have millions. */
    private static final int LOOKED_AT = 64 << 10;

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final List<Event> seen = new ArrayList<>();

    /** One record as far as drills look at it. */
    record Event(String key, String id, String text) {

        boolean is(String type) {
            return text.contains("\"type\":\"" + type + "\"");
        }
    }

    Events(String servers, String topic) {
        consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", servers, "fetch.max.bytes", 20 << 20),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All records until now. */
    List<Event> all() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
            consumer.poll(Duration.ofMillis(100)).forEach(record -> seen.add(event(record)));
        }
        return List.copyOf(seen);
    }

    private static Event event(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return new Event(
                record.key(),
                headers.getOrDefault("ce_id", ""),
                new String(value, 0, Math.min(value.length, LOOKED_AT), StandardCharsets.UTF_8));
    }

    List<Event> of(String type) {
        return all().stream().filter(event -> event.is(type)).toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
