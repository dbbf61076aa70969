package dev.tlora.testing;

import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.FleetEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Everything a topic holds, read anew to its present end by each call. */
public final class TopicContent {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> client;
    private final String name;

    public TopicContent(String bootstrapServers, String name) {
        this.client =
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        // Closing waits for the fetch under way, by default half a second.
                        "fetch.max.wait.ms",
                        10);
        this.name = name;
    }

    /** All records; those of one partition in order. */
    public List<ConsumerRecord<String, byte[]>> records() {
        try (var consumer =
                new KafkaConsumer<>(
                        client, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(name).stream()
                            .map(info -> new TopicPartition(name, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(POLL).forEach(records::add);
            }
            return records;
        }
    }

    /** The events under one key, in order. */
    public <E extends FleetEvent> List<E> events(String key, Class<E> family) {
        return records().stream()
                .filter(record -> key.equals(record.key()))
                .map(record -> EventJson.read(record.value(), family))
                .toList();
    }

    /** Those events under one key that are of one kind, in order. */
    public <T> List<T> events(String key, Class<? extends FleetEvent> family, Class<T> kind) {
        return events(key, family).stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
