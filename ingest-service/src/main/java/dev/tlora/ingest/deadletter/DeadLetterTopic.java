package dev.tlora.ingest.deadletter;

import dev.tlora.runtime.Broker;
import dev.tlora.runtime.BrokerUnavailableException;
import dev.tlora.schemas.DeadLetters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a dead letter topic from its first record to its present end. */
final class DeadLetterTopic {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> properties;

    DeadLetterTopic(Broker broker) {
        properties = new HashMap<>(broker.clientProperties());
        properties.put("group.id", "tlora-dead-letters");
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "earliest");
    }

    /**
     * Shows every record once.
     *
     * @param source the topic whose dead letters to read
     */
    void forEach(String source, Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (var consumer =
                new KafkaConsumer<>(
                        properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(DeadLetters.topicOf(source))
                    .forEach(
                            one ->
                                    partitions.add(
                                            new TopicPartition(one.topic(), one.partition())));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(POLL).forEach(reader);
            }
        } catch (KafkaException e) {
            throw new BrokerUnavailableException(
                    "the dead letters of %s cannot be read: %s".formatted(source, e.getMessage()),
                    e);
        }
    }
}
