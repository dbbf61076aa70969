package dev.tlora.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.runtime.Broker;
import dev.tlora.runtime.EventSender;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Stage;
import dev.tlora.schemas.Topics;
import dev.tlora.testing.FleetResource;
import dev.tlora.testing.TopicContent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Two tenants, of which one orders more than it may have under way. */
@QuarkusTest
@TestProfile(ManyTenants.class)
@QuarkusTestResource(FleetResource.class)
class TenantTurnsIT {

    private static final Duration LONG = Duration.ofMinutes(3);

    @Inject Broker broker;
    @Inject ArtifactStore store;
    @Inject EventSender sender;

    @Test
    void anotherTenantIsPreparedBeforeTheThirdAndPriorityPassesWhenARunEnds() throws Exception {
        // Given
        order("a", "a-1", 5);
        order("a", "a-2", 5);
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(prepared()).containsExactlyInAnyOrder("a-1", "a-2"));
        for (int i = 3; i <= 5; i++) {
            order("a", "a-" + i, 5);
        }
        order("a", "a-6", 9);

        // When
        order("b", "b-1", 5);

        // Then
        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                assertThat(prepared())
                                        .containsExactlyInAnyOrder("a-1", "a-2", "b-1"));
        assertThat(store.list("waiting")).hasSize(4);
        end("a-1");
        await().atMost(LONG).untilAsserted(() -> assertThat(prepared()).hasSize(4).contains("a-6"));
        for (String run : List.of("a-2", "a-6", "a-3", "a-4")) {
            end(run);
        }
        await().atMost(LONG).untilAsserted(() -> assertThat(prepared()).hasSize(7));
        assertThat(prepared()).doesNotHaveDuplicates();
        await().atMost(LONG).untilAsserted(() -> assertThat(store.list("waiting")).isEmpty());
    }

    private void order(String tenant, String runId, int priority) throws Exception {
        Path photo = Path.of("target", "turns.png").toAbsolutePath();
        Files.write(photo, Pictures.photo(200, 200, 1));
        String order =
                ("{'image': '%s', 'className': 'cat', 'runId': '%s', 'model': 'random',"
                                + " 'tenant': '%s', 'priority': %d}")
                        .formatted(photo.toUri(), runId, tenant, priority)
                        .replace('\'', '"');
        sender.send(new ProducerRecord<>(Topics.CONCEPTS, "one-key", order.getBytes(UTF_8)));
    }

    private void end(String runId) {
        await().atMost(LONG).untilAsserted(() -> assertThat(prepared()).contains(runId));
        sender.send(
                Topics.RUNS,
                new RunEvent.Failed(runId, Instant.now(), 1, Stage.TRAINING, "ended", null));
    }

    /** The runs of both tenants that trainers were told of. */
    private List<String> prepared() {
        return new TopicContent(broker.bootstrapServers(), Topics.LATENTS)
                .records().stream()
                        .map(record -> record.key())
                        .filter(runId -> runId.matches("[ab]-\\d"))
                        .toList();
    }
}
