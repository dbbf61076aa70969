package dev.tlora.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a user meets it. */
class ProgramIT {

    @TempDir Path folder;
    private Program tlora;

    @BeforeEach
    void locate() {
        tlora = new Program(folder);
    }

    @Test
    void aPhotoGoesTheWholeWayAndTheOutputOwnsUpToNoise() throws Exception {
        // Given
        Path photo = Path.of(Orders.small(folder, 0).image());

        // When
        Program.Result result =
                tlora.run(
                        "customize",
                        photo.toString(),
                        "--class",
                        "disc",
                        "--model",
                        "random",
                        "--run-id",
                        "my-disc",
                        "--rank",
                        "4",
                        "--steps",
                        "20",
                        "--resolution",
                        "64",
                        "--prompt",
                        "a {} on the beach",
                        "--images-per-prompt",
                        "1",
                        "--base-images",
                        "1",
                        "--sampling-steps",
                        "4");

        // Then
        assertThat(result.output())
                .contains("Run my-disc")
                .contains("training: 20/20 steps")
                .contains("CLIP-T")
                .contains("its pictures are noise");
        assertThat(result.exitCode()).isZero();
        assertThat(folder.resolve("tlora-data/runs/my-disc/report.html")).isNotEmptyFile();
        assertThat(linesAbout("my-disc"))
                .contains("order prepared", "published", "rendered", "run scored");
    }

    /** What the log's lines, each a JSON object, begin with where they name the run. */
    private List<String> linesAbout(String runId) throws Exception {
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("tlora-data/logs/fleet.log"))) {
            JsonNode entry = new ObjectMapper().readTree(line);
            if (entry.at("/mdc/runId").asText().equals(runId)) {
                found.add(entry.path("message").asText().split(":", 2)[0]);
            }
        }
        return found;
    }

    @Test
    void aTextFileNamedPngIsOneSentenceAndNoStackTrace() throws Exception {
        // Given
        Path fake = Files.writeString(folder.resolve("fake.png"), "not a picture");

        // When
        Program.Result result = tlora.run("customize", fake.toString(), "--class", "cat");

        // Then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).startsWith("Error: ").contains("fake.png");
        assertThat(result.output().strip().lines()).hasSize(1);
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        // When
        Program.Result result = tlora.run("customize", "nowhere.png", "--class", "cat");

        // Then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).startsWith("Error: ").contains("nowhere.png");
    }

    @Test
    void impossibleSettingsAreAllNamedWithTheirPaths() throws Exception {
        // Given
        Path photo = Path.of(Orders.small(folder, 0).image());

        // When
        Program.Result result =
                tlora.run(
                        "customize",
                        photo.toString(),
                        "--class",
                        "disc",
                        "--rank",
                        "4",
                        "--min-rank",
                        "8",
                        "--steps",
                        "0");

        // Then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("$.training.minRank").contains("$.training.steps");
    }

    @Test
    void aMisspeltOptionIsAnsweredWithTheNearestOne() throws Exception {
        // When
        Program.Result result = tlora.run("customize", "cat.png", "--clas", "cat");

        // Then
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).contains("--class").contains("tlora customize --help");
    }
}
