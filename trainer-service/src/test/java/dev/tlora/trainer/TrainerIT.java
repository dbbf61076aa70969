package dev.tlora.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.runtime.EventSender;
import dev.tlora.runtime.Models;
import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Stage;
import dev.tlora.schemas.Topics;
import dev.tlora.schemas.TrainingEvent;
import dev.tlora.testing.FleetResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The service on a real broker: orders in, events and files out. */
@QuarkusTest
@QuarkusTestResource(FleetResource.class)
class TrainerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject PreparedRuns runs;
    @Inject Outcomes outcomes;
    @Inject EventSender sender;
    @Inject ArtifactStore store;
    @Inject Models models;

    @Test
    void preparedRunBecomesAPublishedAdapter() {
        // Given
        LatentsPrepared order = runs.prepare("whole", 4, 2);

        // When
        sender.send(Topics.LATENTS, order);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outcomes.published("whole")).hasSize(1));
        AdapterPublished published = outcomes.published("whole").get(0);
        Path file = store.fetch(published.adapter().uri(), published.adapter().sha256());
        assertThat(AdapterFile.metadata(file).baseModelHash()).isEqualTo(order.model().hash());
        assertThat(published.evaluation()).isEqualTo(order.evaluation());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(outcomes.journal("whole"))
                                        .extracting(RunEvent::type)
                                        .contains("training-progressed.v1")
                                        // How often progress is told depends on the time it takes.
                                        .filteredOn(type -> !type.equals("training-progressed.v1"))
                                        .containsExactly(
                                                "training-started.v1",
                                                "checkpoint-saved.v1",
                                                "run-published.v1"));
        assertThat(outcomes.lossCurve("whole")).hasSize(1 + 1 + 4);
        assertThat(outcomes.manifest("whole"))
                .contains(store.describe(RunLayout.of("whole").adapter("diffusers")).sha256())
                .contains(store.describe(RunLayout.of("whole").adapter("kohya")).sha256());
    }

    @Test
    void theSameOrderTwiceIsOneTrainingAndTheSameEvents() {
        // Given
        LatentsPrepared order = runs.prepare("twice", 2, 10);
        sender.send(Topics.LATENTS, order);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outcomes.published("twice")).hasSize(1));

        // When
        sender.send(Topics.LATENTS, order);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outcomes.published("twice")).hasSize(2));
        List<AdapterPublished> told = outcomes.published("twice");
        assertThat(told.get(1)).isEqualTo(told.get(0));
        assertThat(outcomes.journal("twice"))
                .filteredOn(event -> event instanceof TrainingEvent.Started)
                .hasSize(1);
    }

    @Test
    void aCancelledRunStopsAndLeavesNothingBehind() {
        // Given
        LatentsPrepared order = runs.prepare("cancelled", 100_000, 50);
        sender.send(Topics.LATENTS, order);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outcomes.journal("cancelled")).isNotEmpty());

        // When
        sender.send(Topics.CONTROL, new CancelRequested("cancelled", Instant.now(), true));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(outcomes.journal("cancelled"))
                                        .last()
                                        .isInstanceOfSatisfying(
                                                RunEvent.Cancelled.class,
                                                event ->
                                                        assertThat(event.artifactsRemoved())
                                                                .isTrue()));
        RunLayout run = RunLayout.of("cancelled");
        assertThat(store.list(run.folder())).containsExactly(run.latest());
    }

    @Test
    void aRunPreparedForOtherWeightsFailsWithASentence() {
        // Given
        BaseModel other = new BaseModel("random", "f".repeat(64), true);
        LatentsPrepared order = runs.prepare("other-weights", Examples.training(2, 2, 1e-3), other);

        // When
        sender.send(Topics.LATENTS, order);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(outcomes.journal("other-weights"))
                                        .singleElement()
                                        .isInstanceOfSatisfying(
                                                RunEvent.Failed.class,
                                                event -> {
                                                    assertThat(event.stage())
                                                            .isEqualTo(Stage.TRAINING);
                                                    assertThat(event.cause())
                                                            .contains("ffffffffffff", "random");
                                                }));
    }

    @Test
    void aRunWhoseLossIsNotFiniteTwiceFailsWithItsStep() {
        // Given
        LatentsPrepared order =
                runs.prepare(
                        "diverging", Examples.training(20, 50, 1e30), models.describe("random"));

        // When
        sender.send(Topics.LATENTS, order);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(outcomes.journal("diverging"))
                                        .last()
                                        .isInstanceOfSatisfying(
                                                RunEvent.Failed.class,
                                                event -> {
                                                    assertThat(event.stepIfAny()).isPresent();
                                                    assertThat(event.cause())
                                                            .contains("learning rate");
                                                }));
        assertThat(outcomes.published("diverging")).isEmpty();
    }
}
