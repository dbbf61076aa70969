package dev.tlora.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.runtime.Broker;
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
import dev.tlora.workqueue.HandedOver;
import dev.tlora.workqueue.Lease;
import dev.tlora.workqueue.LeaseLost;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service on a real broker, and its trainer by hand where a worker has to die. */
@QuarkusTest
@QuarkusTestResource(Fleet.class)
class TrainerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject PreparedRuns runs;
    @Inject EventSender sender;
    @Inject Broker broker;
    @Inject ArtifactStore store;
    @Inject Models models;
    @Inject Trainer trainer;
    @Inject Ledger ledger;

    private Topic<RunEvent> journal;
    private Topic<AdapterPublished> adapters;

    @BeforeEach
    void listen() {
        journal = new Topic<>(broker.bootstrapServers(), Topics.RUNS, RunEvent.class);
        adapters = new Topic<>(broker.bootstrapServers(), Topics.ADAPTERS, AdapterPublished.class);
    }

    @AfterEach
    void stopListening() {
        journal.close();
        adapters.close();
    }

    @Test
    void preparedRunBecomesAPublishedAdapter() {
        // Given
        LatentsPrepared order = runs.prepare("whole", 4, 2);

        // When
        sender.send(Topics.LATENTS, order);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(adapters.of("whole")).hasSize(1));
        AdapterPublished published = adapters.of("whole").get(0);
        Path file = store.fetch(published.adapter().uri(), published.adapter().sha256());
        assertThat(AdapterFile.metadata(file).baseModelHash()).isEqualTo(order.model().hash());
        assertThat(published.evaluation()).isEqualTo(order.evaluation());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(journal.of("whole"))
                                        .extracting(RunEvent::type)
                                        .contains("training-progressed.v1")
                                        // How often progress is told depends on the time it takes.
                                        .filteredOn(type -> !type.equals("training-progressed.v1"))
                                        .containsExactly(
                                                "training-started.v1",
                                                "checkpoint-saved.v1",
                                                "run-published.v1"));
        assertThat(lossCurve("whole")).hasSize(1 + 1 + 4);
        assertThat(manifest("whole"))
                .contains(store.describe(RunLayout.of("whole").adapter("diffusers")).sha256())
                .contains(store.describe(RunLayout.of("whole").adapter("kohya")).sha256());
    }

    @Test
    void theSameOrderTwiceIsOneTrainingAndTheSameEvents() {
        // Given
        LatentsPrepared order = runs.prepare("twice", 2, 10);
        sender.send(Topics.LATENTS, order);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(adapters.of("twice")).hasSize(1));

        // When
        sender.send(Topics.LATENTS, order);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(adapters.of("twice")).hasSize(2));
        List<AdapterPublished> told = adapters.of("twice");
        assertThat(told.get(1)).isEqualTo(told.get(0));
        assertThat(journal.of("twice"))
                .filteredOn(event -> event instanceof TrainingEvent.Started)
                .hasSize(1);
    }

    @Test
    void aRunThatWasHandedOverAndThenKilledEndsAsAnUninterruptedOne() {
        // Given
        LatentsPrepared interrupted = runs.prepare("interrupted", 6, 2);
        trainer.train(runs.prepare("uninterrupted", 6, 2), Lease.HELD);

        // When
        assertThatThrownBy(() -> trainer.train(interrupted, ScriptedLease.stopAfter(3)))
                .isInstanceOf(HandedOver.class);
        assertThatThrownBy(() -> trainer.train(interrupted, ScriptedLease.lostAfter(2)))
                .isInstanceOf(LeaseLost.class);
        trainer.train(interrupted, Lease.HELD);

        // Then
        assertThat(adapter("interrupted")).isEqualTo(adapter("uninterrupted"));
        assertThat(lossCurve("interrupted")).isEqualTo(lossCurve("uninterrupted"));
        assertThat(journal.of("interrupted"))
                .filteredOn(event -> event instanceof TrainingEvent.Resumed)
                .extracting(event -> ((TrainingEvent.Resumed) event).step())
                .containsExactly(3, 4);
    }

    @Test
    void anOlderAttemptPublishesNothing() {
        // Given
        LatentsPrepared order = runs.prepare("fenced", 6, 2);
        Lease stolen = ScriptedLease.before(5, () -> ledger.claim(order));

        // When
        assertThatThrownBy(() -> trainer.train(order, stolen))
                .isInstanceOf(SupersededException.class);

        // Then
        assertThat(store.exists(RunLayout.of("fenced").manifest())).isFalse();
        assertThat(ledger.read("fenced").attempt()).isEqualTo(2);
    }

    @Test
    void aCancelledRunStopsAndLeavesNothingBehind() {
        // Given
        LatentsPrepared order = runs.prepare("cancelled", 100_000, 50);
        sender.send(Topics.LATENTS, order);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(journal.of("cancelled")).isNotEmpty());

        // When
        sender.send(Topics.CONTROL, new CancelRequested("cancelled", Instant.now(), true));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(journal.of("cancelled"))
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
                                assertThat(journal.of("other-weights"))
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
                                assertThat(journal.of("diverging"))
                                        .last()
                                        .isInstanceOfSatisfying(
                                                RunEvent.Failed.class,
                                                event -> {
                                                    assertThat(event.stepIfAny()).isPresent();
                                                    assertThat(event.cause())
                                                            .contains("learning rate");
                                                }));
        assertThat(adapters.of("diverging")).isEmpty();
    }

    @Test
    void aRunCancelledWhileItWaitsIsNeverTrained() {
        // Given
        LatentsPrepared order = runs.prepare("waiting", 4, 2);
        sender.send(Topics.CONTROL, new CancelRequested("waiting", Instant.now(), false));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(journal.of("waiting")).hasSize(1));

        // When
        assertThatThrownBy(() -> trainer.train(order, Lease.HELD))
                .isInstanceOf(RunCancelledException.class);

        // Then
        assertThat(journal.of("waiting")).singleElement().isInstanceOf(RunEvent.Cancelled.class);
        assertThat(store.exists(RunLayout.of("waiting").manifest())).isFalse();
    }

    @Test
    void aRunIdThatWasTrainedOnOtherSettingsIsRefused() {
        // Given
        trainer.train(runs.prepare("taken", 1, 2), Lease.HELD);

        // When
        LatentsPrepared other = runs.prepare("taken", 2, 2);

        // Then
        assertThatThrownBy(() -> trainer.train(other, Lease.HELD))
                .isInstanceOf(UnusableOrderException.class)
                .hasMessageContaining("taken")
                .hasMessageContaining("another runId");
    }

    @Test
    void picturesOfTheClassAreDrawnOnceForAllRunsOfTheModel() {
        // When
        trainer.train(withPrior("prior"), Lease.HELD);
        trainer.train(withPrior("prior-again"), Lease.HELD);
        trainer.train(runs.prepare("no-prior", 2, 10), Lease.HELD);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(journal.of("prior"))
                                        .extracting(RunEvent::type)
                                        .startsWith(
                                                "class-picture-drawn.v1",
                                                "class-picture-drawn.v1",
                                                "training-started.v1")
                                        .endsWith("run-published.v1"));
        assertThat(journal.of("prior-again"))
                .extracting(RunEvent::type)
                .startsWith("training-started.v1");
        assertThat(adapter("prior-again"))
                .isEqualTo(adapter("prior"))
                .isNotEqualTo(adapter("no-prior"));
    }

    @Test
    void aWorkerThatHasToStopLeavesTheClassToTheNext() {
        // Given
        LatentsPrepared order = withPrior("stopped-at-class", 192);

        // When
        assertThatThrownBy(() -> trainer.train(order, ScriptedLease.stopAfter(3)))
                .isInstanceOf(HandedOver.class)
                .hasMessageContaining("after 1 class pictures");

        // Then
        assertThat(store.exists(ClassPictures.key(order))).isFalse();
        assertThat(store.exists(RunLayout.of("stopped-at-class").manifest())).isFalse();
    }

    private LatentsPrepared withPrior(String runId) {
        return withPrior(runId, 128);
    }

    /** Pictures of another resolution are other pictures. */
    private LatentsPrepared withPrior(String runId, int resolution) {
        return runs.prepare(
                runId,
                Examples.withPrior(Examples.training(2, 10, 1e-3), resolution),
                models.describe("random"));
    }

    private byte[] adapter(String runId) {
        return store.read(RunLayout.of(runId).adapter("tlora"));
    }

    private String manifest(String runId) {
        byte[] json = store.read(RunLayout.of(runId).manifest());
        return new String(json, StandardCharsets.UTF_8);
    }

    private List<String> lossCurve(String runId) {
        byte[] csv = store.read(RunLayout.of(runId).lossCurve());
        return new String(csv, StandardCharsets.UTF_8).lines().toList();
    }
}
