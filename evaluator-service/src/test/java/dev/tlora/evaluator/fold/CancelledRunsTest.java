package dev.tlora.evaluator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.evaluator.SampleRun;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that are stopped while they are drawn. */
class CancelledRunsTest {

    private static final RenderPurpose PROMPT = RenderPurpose.PROMPT;

    private final SampleRun run = SampleRun.of("r-1", 2);
    private final List<FinishedRun> told = new ArrayList<>();
    private final TopologyTestDriver driver =
            new TopologyTestDriver(FoldTopology.of(this::tell), settings());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aRunThatIsCancelledWhileItIsDrawnLeavesNothingOpen() {
        // Given
        send(Topics.ADAPTERS, run.adapter());
        send(Topics.IMAGES, run.rendered(1, PROMPT));
        send(Topics.SCORES, run.scored(1, PROMPT));

        // When
        send(Topics.CONTROL, cancel(run.adapter().time().plusSeconds(1)));
        send(Topics.IMAGES, run.rendered(2, PROMPT));
        send(Topics.SCORES, run.scored(2, PROMPT));

        // Then
        assertThat(told).isEmpty();
        assertThat(keys(RunFold.OPEN_IMAGES)).isEmpty();
        assertThat(keys(RunFold.OPEN_RUNS)).isEmpty();
        assertThat(keys(RunFold.ADAPTERS)).isEmpty();
    }

    @Test
    void aRunThatIsOrderedAgainAfterItWasCancelledIsScored() {
        // Given
        send(Topics.CONTROL, cancel(run.adapter().time().minusSeconds(1)));

        // When
        send(Topics.ADAPTERS, run.adapter());
        for (int number = 1; number <= 2; number++) {
            send(Topics.IMAGES, run.rendered(number, PROMPT));
            send(Topics.SCORES, run.scored(number, PROMPT));
        }

        // Then
        assertThat(told).extracting(FinishedRun::runId).containsExactly("r-1");
    }

    @Test
    void anOrderToStopThatComesAfterTheEndChangesNothing() {
        // Given
        for (int number = 1; number <= 2; number++) {
            send(Topics.IMAGES, run.rendered(number, PROMPT));
            send(Topics.SCORES, run.scored(number, PROMPT));
        }

        // When
        send(Topics.CONTROL, cancel(Instant.now()));

        // Then
        assertThat(told).hasSize(1);
        assertThat(keys(RunFold.CANCELLED_RUNS)).isEmpty();
    }

    private static CancelRequested cancel(Instant time) {
        return new CancelRequested("r-1", time, false);
    }

    private List<EventOfRun> tell(FinishedRun one) {
        told.add(one);
        return List.of();
    }

    private List<String> keys(String store) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, Object> all =
                driver.<String, Object>getKeyValueStore(store).all()) {
            all.forEachRemaining((KeyValue<String, Object> entry) -> keys.add(entry.key));
        }
        return keys;
    }

    private void send(String topic, EventOfRun event) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(event.key(), EventJson.write(event));
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "cancelled-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        return settings;
    }
}
