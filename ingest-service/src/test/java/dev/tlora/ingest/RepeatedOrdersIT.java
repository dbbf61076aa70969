package dev.tlora.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.runtime.Broker;
import dev.tlora.runtime.EventSender;
import dev.tlora.schemas.Topics;
import dev.tlora.testing.FleetResource;
import dev.tlora.testing.TopicContent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * A record that is taken again because ingest died while it worked on it. The store is left as each
 * such death leaves it; the record keeps its time, as a redelivered one does.
 */
@QuarkusTest
@QuarkusTestResource(FleetResource.class)
class RepeatedOrdersIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String RUN = "again-1";

    @Inject Broker broker;
    @Inject ArtifactStore store;
    @Inject EventSender sender;

    @Test
    void aDeathBetweenTheEventsOfAnOrderNeitherLosesNorDoublesOne() throws Exception {
        // Given
        RunLayout run = RunLayout.of(RUN);
        String ledger = run.folder() + "/order.json";
        long ordered = System.currentTimeMillis();
        take(ordered);
        await().atMost(LONG).untilAsserted(() -> assertThat(ids(Topics.LATENTS)).hasSize(1));
        await().atMost(LONG).untilAsserted(() -> assertThat(text(ledger)).contains("prepared"));
        byte[] encoded = store.read(run.prepared());

        // When: it died after trainers were told, before that was noted
        store.putBytes(
                ledger, text(ledger).replace("\"prepared\"", "\"accepted\"").getBytes(UTF_8));
        take(ordered);

        // Then
        await().atMost(LONG).untilAsserted(() -> assertThat(ids(Topics.LATENTS)).hasSize(2));
        await().atMost(LONG).untilAsserted(() -> assertThat(text(ledger)).contains("prepared"));
        assertThat(ids(Topics.LATENTS).stream().distinct()).hasSize(1);
        assertThat(ids(Topics.RUNS)).hasSize(4);
        assertThat(ids(Topics.RUNS).stream().distinct()).hasSize(2);
        assertThat(store.read(run.prepared())).isEqualTo(encoded);
    }

    private void take(long ordered) throws Exception {
        Path photo = Path.of("target", "again.png").toAbsolutePath();
        if (!Files.exists(photo)) {
            Files.write(photo, Pictures.photo(200, 200, 1));
        }
        String order =
                "{'image': '%s', 'className': 'cat', 'runId': '%s', 'model': 'random'}"
                        .formatted(photo.toUri(), RUN)
                        .replace('\'', '"');
        sender.send(
                new ProducerRecord<>(Topics.CONCEPTS, null, ordered, RUN, order.getBytes(UTF_8)));
    }

    private String text(String key) {
        return new String(store.read(key), UTF_8);
    }

    /** The CloudEvents ids of the run's events on a topic, in order. */
    private List<String> ids(String topic) {
        return new TopicContent(broker.bootstrapServers(), topic)
                .records().stream()
                        .filter(record -> RUN.equals(record.key()))
                        .map(RepeatedOrdersIT::id)
                        .toList();
    }

    private static String id(ConsumerRecord<String, byte[]> record) {
        return new String(record.headers().lastHeader("ce_id").value(), UTF_8);
    }
}
