package dev.tlora.evaluator;

import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.EventOfRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Everything said about one run on one topic, from its beginning. Used by one thread. */
final class Heard<E extends EventOfRun> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Class<E> family;
    private final String runId;
    private final List<E> events = new ArrayList<>();

    Heard(String servers, String topic, Class<E> family, String runId) {
        this.family = family;
        this.runId = runId;
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                servers,
                                "group.id",
                                "heard-" + topic + runId,
                                "auto.offset.reset",
                                "earliest"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
    }

    <T> List<T> soFar(Class<T> type) {
        consumer.poll(POLL)
                .forEach(
                        record -> {
                            if (runId.equals(record.key())) {
                                events.add(EventJson.read(record.value(), family));
                            }
                        });
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
