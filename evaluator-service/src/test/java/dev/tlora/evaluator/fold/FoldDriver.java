package dev.tlora.evaluator.fold;

import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.RunCloser;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;

/** The fold without a broker, and the runs it has closed. */
final class FoldDriver implements AutoCloseable {

    final List<FinishedRun> closed = new ArrayList<>();
    private RunCloser closer = this::remember;
    private final TopologyTestDriver driver =
            new TopologyTestDriver(FoldTopology.of(run -> closer.close(run)), settings());

    /** What is done with closed runs instead of remembering them. */
    void closeBy(RunCloser other) {
        closer = other;
    }

    void remembering() {
        closer = this::remember;
    }

    void adapter(EventOfRun event) {
        send(Topics.ADAPTERS, event);
    }

    void image(EventOfRun event) {
        send(Topics.IMAGES, event);
    }

    void score(EventOfRun event) {
        send(Topics.SCORES, event);
    }

    void send(String topic, EventOfRun event) {
        send(topic, event.key(), EventJson.write(event));
    }

    void send(String topic, String key, byte[] value) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value);
    }

    <E extends EventOfRun> List<E> written(String topic, Class<E> type) {
        return driver
                .createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(bytes -> EventJson.read(bytes, type))
                .toList();
    }

    List<String> keys(String store) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, Object> all =
                driver.<String, Object>getKeyValueStore(store).all()) {
            all.forEachRemaining((KeyValue<String, Object> entry) -> keys.add(entry.key));
        }
        return keys;
    }

    private List<EventOfRun> remember(FinishedRun run) {
        closed.add(run);
        return List.of();
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "fold-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        return settings;
    }

    @Override
    public void close() {
        driver.close();
    }
}
