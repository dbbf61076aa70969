package dev.tlora.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.runtime.EventSender;
import dev.tlora.runtime.Models;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Topics;
import dev.tlora.schemas.TrainingEvent;
import dev.tlora.testing.FleetResource;
import dev.tlora.workqueue.HandedOver;
import dev.tlora.workqueue.Lease;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Pictures of the class, which keep what the model knows of it. */
@QuarkusTest
@QuarkusTestResource(FleetResource.class)
class ClassPicturesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject PreparedRuns runs;
    @Inject Outcomes outcomes;
    @Inject ArtifactStore store;
    @Inject Models models;
    @Inject Trainer trainer;
    @Inject EventSender sender;

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
                                assertThat(outcomes.journal("prior"))
                                        .extracting(RunEvent::type)
                                        .startsWith(
                                                "class-picture-drawn.v1",
                                                "class-picture-drawn.v1",
                                                "training-started.v1")
                                        .endsWith("run-published.v1"));
        assertThat(outcomes.journal("prior-again"))
                .extracting(RunEvent::type)
                .startsWith("training-started.v1");
        assertThat(outcomes.adapter("prior-again"))
                .isEqualTo(outcomes.adapter("prior"))
                .isNotEqualTo(outcomes.adapter("no-prior"));
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

    @Test
    void aRunCancelledWhileItsClassIsDrawnStopsAndLeavesNothingBehind() {
        // Given
        LatentsPrepared order =
                runs.prepare(
                        "cancelled-at-class",
                        Examples.withPrior(Examples.training(2, 10, 1e-3), 128, 100_000),
                        models.describe("random"));
        sender.send(Topics.LATENTS, order);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(outcomes.journal("cancelled-at-class")).isNotEmpty());

        // When
        sender.send(Topics.CONTROL, new CancelRequested("cancelled-at-class", Instant.now(), true));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(outcomes.journal("cancelled-at-class"))
                                        .last()
                                        .isInstanceOf(RunEvent.Cancelled.class));
        assertThat(outcomes.journal("cancelled-at-class"))
                .hasAtLeastOneElementOfType(TrainingEvent.ClassPictureDrawn.class)
                .doesNotHaveAnyElementsOfTypes(TrainingEvent.Started.class);
        RunLayout run = RunLayout.of("cancelled-at-class");
        assertThat(store.list(run.folder())).containsExactly(run.latest());
        assertThat(store.exists(ClassPictures.key(order))).isFalse();
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
}
