package dev.tlora.ingest;

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

/** Everything a topic holds, read anew by each call. */
public final class Topic {

    private final String servers;
    private final String name;

    public Topic(String servers, String name) {
        this.servers = servers;
        this.name = name;
    }

    public List<ConsumerRecord<String, byte[]>> records() {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", servers),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(name).stream()
                            .map(info -> new TopicPartition(name, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
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
}
