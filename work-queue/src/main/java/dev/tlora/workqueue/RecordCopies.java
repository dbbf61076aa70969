package dev.tlora.workqueue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Writes copies of records, bytes untouched: dead letters, and jobs put back as fresh records. The
 * dead letters carry the header names of SmallRye's Kafka connector, so that one tool reads both.
 */
final class RecordCopies implements AutoCloseable {

    private final String deadLetterTopic;
    private final KafkaProducer<byte[], byte[]> producer;

    RecordCopies(QueueSettings settings) {
        this.deadLetterTopic = settings.deadLetterTopic();
        this.producer = new KafkaProducer<>(settings.producer());
    }

    /** Returns once the broker has the dead letter. */
    void bury(ConsumerRecord<byte[], byte[]> record, Throwable failure)
            throws ExecutionException, InterruptedException {
        ProducerRecord<byte[], byte[]> letter = copy(record, deadLetterTopic);
        Headers headers = letter.headers();
        put(headers, "dead-letter-exception-class-name", failure.getClass().getName());
        put(headers, "dead-letter-reason", message(failure));
        Throwable cause = failure.getCause();
        if (cause != null) {
            put(headers, "dead-letter-cause-class-name", cause.getClass().getName());
            put(headers, "dead-letter-cause", message(cause));
        }
        put(headers, "dead-letter-topic", record.topic());
        put(headers, "dead-letter-partition", Integer.toString(record.partition()));
        put(headers, "dead-letter-offset", Long.toString(record.offset()));
        producer.send(letter).get();
    }

    /** Returns once the broker has the job a second time, with no deliveries counted. */
    void putBack(ConsumerRecord<byte[], byte[]> record)
            throws ExecutionException, InterruptedException {
        producer.send(copy(record, record.topic())).get();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    private static ProducerRecord<byte[], byte[]> copy(
            ConsumerRecord<byte[], byte[]> record, String topic) {
        return new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers());
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
