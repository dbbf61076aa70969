package dev.tlora.workqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Writes copies of records, bytes untouched: dead letters, and jobs put back as fresh records. */
final class RecordCopies implements AutoCloseable {

    private final String deadLetterTopic;
    private final KafkaProducer<byte[], byte[]> producer;

    RecordCopies(QueueSettings settings) {
        this.deadLetterTopic = settings.deadLetterTopic();
        this.producer = new KafkaProducer<>(settings.producer());
    }

    /** Returns once the broker has the dead letter. */
    void bury(ConsumerRecord<byte[], byte[]> record, Reason reason, Throwable failure)
            throws ExecutionException, InterruptedException {
        ProducerRecord<byte[], byte[]> letter =
                DeadLetterHeaders.letter(deadLetterTopic, record, reason, failure, Instant.now());
        try {
            producer.send(letter).get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            producer.send(DeadLetterHeaders.shortened(letter)).get();
        }
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
}
