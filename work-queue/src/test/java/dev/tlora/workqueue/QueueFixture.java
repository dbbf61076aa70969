package dev.tlora.workqueue;

import static org.awaitility.Awaitility.await;

import dev.tlora.broker.EmbeddedBroker;
import dev.tlora.broker.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A work topic of its own with its dead letter topic, and the queues that work on it. */
final class QueueFixture implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(2);

    final String topic = "jobs-" + UUID.randomUUID();
    final String group = "workers-" + topic;
    private final EmbeddedBroker broker;
    private final KafkaProducer<String, String> producer;
    private final List<WorkQueue> queues = new ArrayList<>();

    QueueFixture(EmbeddedBroker broker) {
        this.broker = broker;
        broker.createTopics(Topic.of(topic), Topic.of(topic + ".dlq"));
        producer = new KafkaProducer<>(client(), new StringSerializer(), new StringSerializer());
    }

    String servers() {
        return broker.bootstrapServers();
    }

    Map<String, Object> client() {
        return Map.of(
                "bootstrap.servers",
                servers(),
                // Closing waits for the fetch under way, by default half a second.
                "fetch.max.wait.ms",
                50);
    }

    /** Jobs that wait or run. */
    long lag() {
        try (QueueLag lag = new QueueLag(client(), topic, group)) {
            return lag.measure();
        }
    }

    void send(String... keys) throws ExecutionException, InterruptedException, TimeoutException {
        for (String key : keys) {
            ProducerRecord<String, String> job = new ProducerRecord<>(topic, key, "do " + key);
            job.headers().add("ce_id", new byte[] {'7'});
            producer.send(job).get(10, TimeUnit.SECONDS);
        }
    }

    WorkQueue.Builder queue(JobHandler handler) {
        return WorkQueue.builder()
                .clientProperties(client())
                .topic(topic)
                .group(group)
                .lease(LEASE)
                .maxDeliveries(3)
                .backoff(Duration.ofMillis(100), Duration.ofMillis(400))
                .handler(handler);
    }

    WorkQueue start(WorkQueue.Builder builder) {
        WorkQueue queue = builder.build();
        queues.add(queue);
        queue.start();
        return queue;
    }

    /** The whole dead letter topic as it is now. */
    List<ConsumerRecord<String, String>> deadLetters() {
        try (var consumer =
                new KafkaConsumer<>(client(), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic + ".dlq", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<String, String>> letters = new ArrayList<>();
            await().atMost(Duration.ofSeconds(10))
                    .until(
                            () -> {
                                consumer.poll(Duration.ofMillis(50)).forEach(letters::add);
                                return consumer.position(partition) >= end;
                            });
            return letters;
        }
    }

    void stopQueues() {
        queues.forEach(queue -> queue.close(Duration.ZERO));
    }

    @Override
    public void close() {
        stopQueues();
        producer.close(Duration.ofSeconds(2));
    }
}
