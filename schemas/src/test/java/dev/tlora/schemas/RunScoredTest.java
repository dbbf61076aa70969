package dev.tlora.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunScoredTest {

    private static final Scores MEANS = new Scores(0.7, 0.6, 0.5, 0.4, 0.3);

    @Test
    void theHeadlineIsWhatThePaperReportsAndElseTheMeanOverAllImages() {
        // Given
        RunMetrics metrics =
                new RunMetrics(
                        new Measured(0.9, null, 4),
                        null,
                        new Measured(0.8, 0.1, 18),
                        null,
                        null,
                        null);

        // When
        RunScored scored = scored(MEANS, metrics);

        // Then
        assertThat(scored.headline()).contains(new Scores(0.9, 0.6, 0.8, 0.4, 0.3));
    }

    @Test
    void theHeadlineOfAnOldRecordIsItsMeans() {
        assertThat(scored(MEANS, null).headline()).contains(MEANS);
    }

    @Test
    void aRunWithoutScoredImagesHasNoHeadline() {
        assertThat(scored(null, null).headline()).isEmpty();
    }

    private static RunScored scored(Scores means, RunMetrics metrics) {
        ArtifactRef file = new ArtifactRef(URI.create("file:///data/scores.json"), "0".repeat(64));
        return new RunScored(
                "dog-1",
                Instant.EPOCH,
                means,
                22,
                0,
                "Good.",
                file,
                file,
                false,
                metrics,
                List.of(),
                null,
                List.of());
    }
}
