package dev.tlora.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.ingest.topic.WholeTopic;
import dev.tlora.schemas.RunScored;
import dev.tlora.schemas.Topics;
import dev.tlora.schemas.TrainingEvent;
import dev.tlora.standalone.client.FleetClient;
import dev.tlora.standalone.client.FleetException;
import dev.tlora.standalone.client.Multipart;
import dev.tlora.testing.FleetResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.Color;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A concept goes for good, with a real broker and real files. */
@QuarkusTest
@QuarkusTestResource(FleetResource.class)
class EraseIT {

    private static final Duration LONG = Duration.ofMinutes(2);

    @TestHTTPResource("/")
    URI address;

    @Inject WholeTopic topics;
    @Inject ArtifactStore store;

    private Path folder;
    private FleetClient fleet;

    @BeforeEach
    void connect() throws IOException {
        folder = Files.createTempDirectory(Path.of("target"), "photos").toAbsolutePath();
        fleet = new FleetClient(address);
    }

    @Test
    void afterwardsNothingHoldsTheConceptAndAnotherIsUntouched() throws IOException {
        // Given
        String done = fleet.upload(Orders.of("gone", "gone-done", 8), photo(Color.RED));
        String other = fleet.upload(Orders.of("other", "other-done", 8), photo(Color.BLUE));
        toTheEnd(done);
        toTheEnd(other);
        String busy = fleet.upload(Orders.of("gone", "gone-busy", 100_000), photo(Color.RED));
        fleet.follow(busy, event -> !(event instanceof TrainingEvent.CheckpointSaved));
        List<String> othersFiles = store.list("runs/" + other);
        assertThat(store.list("uploads")).hasSize(2);

        // When
        JsonNode report = fleet.erase("gone", false);

        // Then
        assertThat(report.path("runs")).hasSize(2);
        assertThat(report.path("runs")).allMatch(run -> run.path("stopped").asBoolean());
        assertThat(report.path("bytes").asLong()).isPositive();
        assertThat(store.list("runs/" + done)).isEmpty();
        assertThat(store.list("runs/" + busy)).isSubsetOf("runs/gone-busy/latest.json");
        assertThat(store.list("uploads")).hasSize(1);
        for (String topic : List.of(Topics.ADAPTERS, Topics.SCORES)) {
            assertThat(last(topic)).containsEntry(done, null).doesNotContainEntry(other, null);
        }
        assertThat(store.list("runs/" + other)).isEqualTo(othersFiles);
        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                assertThat(fleet.runs())
                                        .extracting(run -> run.path("runId").asText())
                                        .contains(other)
                                        .doesNotContain(done, busy));
        assertThatThrownBy(() -> fleet.erase("gone", false))
                .isInstanceOf(FleetException.class)
                .hasMessage("there is no concept 'gone'; GET /runs lists those of all runs");
    }

    private Multipart photo(Color color) throws IOException {
        return new Multipart("disc.png", Files.readAllBytes(Orders.photo(folder, color)));
    }

    private void toTheEnd(String runId) {
        fleet.follow(runId, event -> !(event instanceof RunScored));
    }

    /** The last value of each key as text. */
    private Map<String, String> last(String topic) {
        Map<String, String> last = new HashMap<>();
        topics.forEach(
                topic,
                record ->
                        last.put(
                                record.key(),
                                record.value() == null
                                        ? null
                                        : new String(record.value(), StandardCharsets.UTF_8)));
        return last;
    }
}
