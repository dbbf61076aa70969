package dev.tlora.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.diffusion.concept.ConceptImage;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.runtime.Broker;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.FleetEvent;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.Problem;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Topics;
import dev.tlora.testing.FleetResource;
import dev.tlora.testing.TopicContent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FleetResource.class)
class ConceptOrdersIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Inject Broker broker;
    @Inject ArtifactStore store;

    private final Path photos;

    ConceptOrdersIT() throws IOException {
        photos = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "photos-");
    }

    @Test
    void anOrderBecomesAPreparedRun() throws Exception {
        // Given
        Path photo = photo(200, 150, 1);

        // When
        order(
                "{'image': '%s', 'className': 'cat', 'runId': 'run-1', 'model': 'random'}"
                        .formatted(photo.toUri()));

        // Then
        await().atMost(LONG).untilAsserted(() -> assertThat(latents("run-1")).hasSize(1));
        LatentsPrepared prepared = latents("run-1").get(0);
        assertThat(told("run-1")).containsExactly("run-accepted.v1", "run-prepared.v1");
        assertThat(prepared.training().resolution()).isEqualTo(128);
        assertThat(prepared.concept().images()).hasSize(1);
        assertThat(prepared.model().untrained()).isTrue();
        Path file = store.fetch(prepared.prepared().uri(), prepared.prepared().sha256());
        try (NDManager manager = NDManager.newBaseManager()) {
            PreparedConcept concept = PreparedConcept.read(file, manager);
            ConceptImage image = concept.images().get(0);
            assertThat(image.mean().getShape()).isEqualTo(new Shape(1, 4, 16, 16));
            assertThat(image.mask().toFloatArray()).containsOnly(1).hasSize(256);
            assertThat(image.timeIds().toFloatArray()).containsExactly(150, 150, 0, 0, 128, 128);
            assertThat(concept.hidden().getShape().get(1)).isEqualTo(77);
            assertThat(concept.scalingFactor()).isPositive();
        }
    }

    @Test
    void theSameOrderTwiceIsOneRun() throws Exception {
        // Given
        Path photo = photo(200, 200, 2);
        String same = "{'image': '%s', 'className': 'dog', 'runId': 'run-2'}";
        order(same.formatted(photo.toUri()));

        // When
        order(same.formatted(photo.toUri()));

        // Then
        order("{'image': '%s', 'className': 'fox', 'runId': 'run-3'}".formatted(photo.toUri()));
        await().atMost(LONG).untilAsserted(() -> assertThat(latents("run-3")).hasSize(1));
        assertThat(latents("run-2")).hasSize(1);
        assertThat(told("run-2")).containsExactly("run-accepted.v1", "run-prepared.v1");
    }

    @Test
    void anotherOrderUnderATakenNameIsRejectedAside() throws Exception {
        // Given
        Path photo = photo(200, 200, 3);
        order("{'image': '%s', 'className': 'cup', 'runId': 'run-4'}".formatted(photo.toUri()));

        // When
        order("{'image': '%s', 'className': 'mug', 'runId': 'run-4'}".formatted(photo.toUri()));

        // Then
        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                assertThat(rejections())
                                        .filteredOn(
                                                one -> one.runId().startsWith("run-4-rejected-"))
                                        .hasSize(1));
        assertThat(told("run-4")).containsExactly("run-accepted.v1", "run-prepared.v1");
    }

    @Test
    void everythingWrongIsToldAtOnceAndTheNextOrderIsTaken() throws Exception {
        // Given
        Path text = Files.writeString(photos.resolve("notes.png"), "milk, bread");
        Path photo = photo(128, 128, 5);

        // When
        order(
                """
                {'images': ['%s', '%s', 's3://bucket/cat.png'], 'className': 'cat',
                 'runId': 'run-5', 'training': {'rank': 512}, 'evaluation': {'scheduler': 'ddim'}}
                """
                        .formatted(text.toUri(), photos.resolve("absent.png").toUri()));
        order("{'image': '%s', 'classname': 'cat', 'runId': 'run-6'}".formatted(photo.toUri()));
        send("this is no JSON");
        order("{'image': '%s', 'className': 'cat', 'runId': 'run-7'}".formatted(photo.toUri()));

        // Then
        await().atMost(LONG).untilAsserted(() -> assertThat(latents("run-7")).hasSize(1));
        assertThat(problems("run-5"))
                .extracting(Problem::path)
                .containsExactly("$.images[0]", "$.images[1]", "$.images[2]", "$.training.rank");
        assertThat(problems("run-6"))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("$.className", "$.classname");
        assertThat(topic("tlora.concepts.dlq").records())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.value()).asString().isEqualTo("this is no JSON");
                            assertThat(letter.headers().lastHeader("dead-letter-reason").value())
                                    .asString()
                                    .contains("send a JSON object");
                        });
    }

    private Path photo(int width, int height, int seed) throws IOException {
        return Files.write(
                photos.resolve("photo-%d.png".formatted(seed)),
                Pictures.photo(width, height, seed));
    }

    private void order(String json) throws Exception {
        send(json.replace('\'', '"'));
    }

    private void send(String value) throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(Topics.CONCEPTS, "concept", bytes)).get();
        }
    }

    private List<LatentsPrepared> latents(String runId) {
        return topic(Topics.LATENTS).events(runId, LatentsPrepared.class);
    }

    private List<String> told(String runId) {
        return topic(Topics.RUNS).events(runId, RunEvent.class).stream()
                .map(FleetEvent::type)
                .toList();
    }

    private List<Problem> problems(String runId) {
        return rejections().stream()
                .filter(rejected -> rejected.runId().equals(runId))
                .flatMap(rejected -> rejected.problems().stream())
                .toList();
    }

    private List<RunEvent.Rejected> rejections() {
        return topic(Topics.RUNS).records().stream()
                .map(record -> EventJson.read(record.value(), RunEvent.class))
                .filter(RunEvent.Rejected.class::isInstance)
                .map(RunEvent.Rejected.class::cast)
                .toList();
    }

    private TopicContent topic(String name) {
        return new TopicContent(broker.bootstrapServers(), name);
    }
}
