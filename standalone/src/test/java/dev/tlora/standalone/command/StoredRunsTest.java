package dev.tlora.standalone.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.RunLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredRunsTest {

    @Test
    void aScoredRunHasItsFiguresAndElseTheMeansOverAllImages(@TempDir Path data) {
        // Given
        RunLayout run = RunLayout.of("dog-1");
        FolderStore store = new FolderStore(data);
        store.putBytes(
                run.scores(),
                """
                {"means": {"concept": {"clipI": 0.5}, "all": {"clipI": 0.9, "dino": 0.7}},
                 "metrics": {"clipI": {"mean": 0.8, "images": 4}, "dino": null}}
                """
                        .getBytes(UTF_8));
        store.putBytes(run.report(), "<html></html>".getBytes(UTF_8));

        // When
        JsonNode described = new StoredRuns(data).list().get(0);

        // Then
        assertThat(described.path("runId").asText()).isEqualTo("dog-1");
        assertThat(described.path("state").asText()).isEqualTo("scored");
        assertThat(described.path("scores").path("clipI").asDouble()).isEqualTo(0.8);
        assertThat(described.path("scores").path("dino").asDouble()).isEqualTo(0.7);
    }

    @Test
    void aFolderWithoutRunsHasNone(@TempDir Path data) {
        assertThat(new StoredRuns(data).list()).isEmpty();
    }
}
