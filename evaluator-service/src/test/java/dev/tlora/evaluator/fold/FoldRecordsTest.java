package dev.tlora.evaluator.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlora.evaluator.SampleRun;
import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.RunScored;
import dev.tlora.schemas.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records that the fold passes over, and those that it writes. */
class FoldRecordsTest {

    private final SampleRun run = SampleRun.of("r-1", 2);
    private final FoldDriver fold = new FoldDriver();

    @AfterEach
    void close() {
        fold.close();
    }

    @Test
    void unreadableRecordsArePassedOver() {
        // Given
        fold.send(Topics.IMAGES, "r-1", "not JSON".getBytes(StandardCharsets.UTF_8));
        fold.send(Topics.SCORES, "r-1", null);
        fold.image(run.failed(1));

        // When
        fold.image(run.failed(2));

        // Then
        assertThat(fold.closed).hasSize(1);
    }

    @Test
    void aRunThatNoStoreCanKeepIsPassedOver() {
        // Given
        SampleRun hostile = SampleRun.of("../../etc", 1);

        // When
        fold.image(hostile.failed(1));

        // Then
        assertThat(fold.closed).isEmpty();
    }

    @Test
    void theFoldsOwnVerdictsOnTheScoresTopicChangeNothing() {
        // Given
        ArtifactRef file = new ArtifactRef(URI.create("file:///x"), "cd".repeat(32));
        fold.image(run.failed(1));

        // When
        fold.score(verdict(file));

        // Then
        assertThat(fold.closed).isEmpty();
    }

    @Test
    void aRunThatCouldNotBeToldIsToldWhenItsLastRecordIsReadAgain() {
        // Given
        fold.closeBy(
                one -> {
                    throw new IllegalStateException("the broker is away");
                });
        fold.image(run.failed(1));
        assertThatThrownBy(() -> fold.image(run.failed(2))).hasStackTraceContaining("is away");

        // When
        fold.remembering();
        fold.image(run.failed(2));

        // Then
        assertThat(fold.closed).hasSize(1);
    }

    @Test
    void theVerdictGoesToScoresAndRunsAndAQuarantineToTheRegistry() {
        // Given
        ArtifactRef file = new ArtifactRef(URI.create("file:///x"), "cd".repeat(32));
        fold.closeBy(
                one ->
                        List.of(
                                verdict(file),
                                one.adapter().quarantined(one.time(), List.of("too bad"))));
        fold.adapter(run.adapter());
        fold.image(run.failed(1));

        // When
        fold.image(run.failed(2));

        // Then
        assertThat(fold.written(Topics.SCORES, RunScored.class)).containsExactly(verdict(file));
        assertThat(fold.written(Topics.RUNS, RunScored.class)).containsExactly(verdict(file));
        assertThat(fold.written(Topics.ADAPTERS, AdapterPublished.class))
                .singleElement()
                .extracting(AdapterPublished::quarantine)
                .isEqualTo(List.of("too bad"));
    }

    private static RunScored verdict(ArtifactRef file) {
        return new RunScored(
                "r-1",
                SampleRun.BEGIN,
                null,
                0,
                2,
                "none",
                file,
                file,
                false,
                null,
                List.of(),
                null,
                List.of());
    }
}
