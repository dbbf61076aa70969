package dev.tlora.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.runtime.EventSender;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Topics;
import dev.tlora.schemas.TrainingEvent;
import dev.tlora.testing.FleetResource;
import dev.tlora.workqueue.HandedOver;
import dev.tlora.workqueue.Lease;
import dev.tlora.workqueue.LeaseLost;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Attempts that die, are overtaken, called off or refused, each started by hand. */
@QuarkusTest
@QuarkusTestResource(FleetResource.class)
class AttemptsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject PreparedRuns runs;
    @Inject Outcomes outcomes;
    @Inject EventSender sender;
    @Inject ArtifactStore store;
    @Inject Trainer trainer;
    @Inject Ledger ledger;

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
        assertThat(outcomes.adapter("interrupted")).isEqualTo(outcomes.adapter("uninterrupted"));
        assertThat(outcomes.lossCurve("interrupted"))
                .isEqualTo(outcomes.lossCurve("uninterrupted"));
        assertThat(outcomes.journal("interrupted"))
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
    void aRunCancelledWhileItWaitsIsNeverTrained() {
        // Given
        LatentsPrepared order = runs.prepare("waiting", 4, 2);
        sender.send(Topics.CONTROL, new CancelRequested("waiting", Instant.now(), false));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outcomes.journal("waiting")).hasSize(1));

        // When
        assertThatThrownBy(() -> trainer.train(order, Lease.HELD))
                .isInstanceOf(RunCancelledException.class);

        // Then
        assertThat(outcomes.journal("waiting"))
                .singleElement()
                .isInstanceOf(RunEvent.Cancelled.class);
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
}
