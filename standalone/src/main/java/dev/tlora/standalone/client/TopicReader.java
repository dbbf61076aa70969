package dev.tlora.standalone.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the values of a topic without joining a group. Used by one thread. */
final class TopicReader implements AutoCloseable {

    private static final Duration WAIT = Duration.ofMillis(300);

    private final KafkaConsumer<String, byte[]> consumer;

    private TopicReader(String bootstrapServers, String topic) {
        consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        consumer.assign(
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList());
    }

    static TopicReader fromBeginning(String bootstrapServers, String topic) {
        TopicReader reader = new TopicReader(bootstrapServers, topic);
        reader.consumer.seekToBeginning(reader.consumer.assignment());
        return reader;
    }

    /** Sees what is written from now on. */
    static TopicReader fromEnd(String bootstrapServers, String topic) {
        TopicReader reader = new TopicReader(bootstrapServers, topic);
        reader.consumer.seekToEnd(reader.consumer.assignment());
        // Seeking is lazy; asking for positions fixes them now.
        reader.consumer.assignment().forEach(reader.consumer::position);
        return reader;
    }

    /** Everything there is now. */
    List<byte[]> readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        List<byte[]> values = new ArrayList<>();
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            values.addAll(poll());
        }
        return values;
    }

    /** What came since the last call; waits a moment for something. */
    List<byte[]> poll() {
        ConsumerRecords<String, byte[]> records = consumer.poll(WAIT);
        return StreamSupport.stream(records.spliterator(), false)
                .map(ConsumerRecord::value)
                .filter(value -> value != null)
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
