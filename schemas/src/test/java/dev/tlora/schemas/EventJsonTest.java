package dev.tlora.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {

    @ParameterizedTest
    @MethodSource("dev.tlora.schemas.Examples#all")
    void everyEventComesBackFromItsJsonAsItWas(FleetEvent event) {
        // When
        FleetEvent back = EventJson.read(EventJson.write(event), event.getClass());

        // Then
        assertThat(back).isEqualTo(event);
    }

    @Test
    void aRunsScoresAreTheSameEventInBothFamilies() {
        // Given
        byte[] json = EventJson.write(Examples.runScored());

        // When
        RunEvent onRuns = EventJson.read(json, RunEvent.class);
        ScoreEvent onScores = EventJson.read(json, ScoreEvent.class);

        // Then
        assertThat(onRuns).isEqualTo(Examples.runScored()).isEqualTo(onScores);
    }

    @Test
    void fieldsOfNewerServicesAreIgnored() {
        // Given
        byte[] json =
                bytes(
                        """
                        {"type": "training-started.v1", "runId": "run-1", "attempt": 1, "steps": 9,
                         "time": "2026-11-24T10:15:30Z", "device": "cuda:0"}
                        """);

        // When
        RunEvent event = EventJson.read(json, RunEvent.class);

        // Then
        assertThat(event)
                .isInstanceOfSatisfying(
                        TrainingEvent.Started.class,
                        started -> assertThat(started.steps()).isEqualTo(9));
    }

    @Test
    void anEventOfAnotherFamilyIsRefusedByName() {
        // Given
        byte[] json = EventJson.write(Examples.latentsPrepared());

        // Then
        assertThatThrownBy(() -> EventJson.read(json, RunEvent.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("RunEvent")
                .hasMessageContaining("latents-prepared.v1");
    }

    @Test
    void anEventThatItsRecordRefusesNamesTheField() {
        // Given
        byte[] json =
                bytes(
                        """
                        {"type": "training-started.v1", "runId": "run-1", "attempt": 1, "steps": 0,
                         "time": "2026-11-24T10:15:30Z"}
                        """);

        // Then
        assertThatThrownBy(() -> EventJson.read(json, RunEvent.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("steps must be at least 1, was 0");
    }

    @Test
    void aMissingNumberIsNamed() {
        // Given
        byte[] json =
                bytes(
                        """
                        {"type": "training-started.v1", "runId": "run-1", "attempt": 1,
                         "time": "2026-11-24T10:15:30Z"}
                        """);

        // Then
        assertThatThrownBy(() -> EventJson.read(json, RunEvent.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("$.steps");
    }

    @Test
    void aCancellationKeepsArtifactsUnlessToldOtherwise() {
        // Given
        byte[] json =
                bytes(
                        """
                        {"type": "cancel-requested.v1", "runId": "run-1",
                         "time": "2026-11-24T10:15:30Z"}
                        """);

        // Then
        assertThat(EventJson.read(json, CancelRequested.class).removeArtifacts()).isFalse();
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> EventJson.read(bytes("hello"), RunEvent.class))
                .isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> EventJson.read(bytes("null"), RunEvent.class))
                .isInstanceOf(MalformedEventException.class);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(UTF_8);
    }
}
