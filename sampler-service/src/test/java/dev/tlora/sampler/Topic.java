package dev.tlora.sampler;

import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.EventOfRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Everything one topic has told so far. */
final class Topic<E extends EventOfRun> implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> consumer;
    private final Class<E> family;
    private final List<E> events = new ArrayList<>();

    Topic(String bootstrapServers, String name, Class<E> family) {
        this.family = family;
        consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(name).stream()
                        .map(info -> new TopicPartition(name, info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The events of one run, in their order. */
    List<E> of(String runId) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            events.add(EventJson.read(record.value(), family));
        }
        return events.stream().filter(event -> event.runId().equals(runId)).toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
