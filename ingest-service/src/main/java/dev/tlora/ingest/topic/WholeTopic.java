package dev.tlora.ingest.topic;

import dev.tlora.runtime.Broker;
import dev.tlora.runtime.BrokerUnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
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

/**
 * Reads a topic from its first record to its present end, outside any group.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class WholeTopic {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> properties;

    @Inject
    WholeTopic(Broker broker) {
        properties = new HashMap<>(broker.clientProperties());
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "earliest");
    }

    /**
     * Shows every record once; those of one partition in order.
     *
     * @throws BrokerUnavailableException when the topic cannot be read
     */
    public void forEach(String topic, Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (var consumer =
                new KafkaConsumer<>(
                        properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(one -> new TopicPartition(one.topic(), one.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(POLL).forEach(reader);
            }
        } catch (KafkaException e) {
            throw new BrokerUnavailableException(
                    "topic %s cannot be read: %s".formatted(topic, e.getMessage()), e);
        }
    }
}
