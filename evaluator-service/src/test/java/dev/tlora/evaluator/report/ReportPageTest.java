package dev.tlora.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.evaluator.SampleRun;
import dev.tlora.evaluator.gate.Gate;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.Concept;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.Scores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {

    private static final String HOSTILE = "<script>alert('x')</script>";

    private final RunLayout layout = RunLayout.of("r-1");
    private SampleRun run = SampleRun.of("r-1", 2);
    private ArtifactStore store;
    private Gate gate = new Gate(Map.of());

    @BeforeEach
    void openStore(@TempDir Path folder) {
        store = new FolderStore(folder);
    }

    @Test
    void whatUsersWroteIsEscaped() {
        // Given
        Concept concept = run.concept();
        run =
                run.withConcept(new Concept(HOSTILE, HOSTILE, HOSTILE, concept.images()))
                        .withModel(new BaseModel(HOSTILE, "hash", false));
        write(layout.manifest(), "{\"a\": \"" + HOSTILE + "\"}");

        // When
        String page =
                page(
                        run.finished(
                                run.judged(1, RenderPurpose.PROMPT, SampleRun.SCORES),
                                run.lost(2, HOSTILE)));

        // Then
        assertThat(page).doesNotContain("<script").contains("&lt;script&gt;");
    }

    @Test
    void scoresImagesAndSettingsAreShown() {
        // Given
        StoredArtifact image = write(layout.image("render-1", 0), "pixels");
        StoredArtifact adapter = write(layout.adapter("tlora"), "weights");
        write(layout.manifest(), "{\"training\": {\"rank\": 64, \"timesteps\": [0, 999]}}");
        write(layout.lossCurve(), "step,loss,fixedLoss\n1,0.5,0.5\n2,0.4,0.25\n");
        JudgedImage judged =
                new JudgedImage(
                        run.plan(1, RenderPurpose.CONCEPT),
                        new ArtifactRef(image.uri(), image.sha256()),
                        SampleRun.SCORES,
                        null,
                        SampleRun.BEGIN,
                        List.of(),
                        null);

        // When
        String page = page(run.finished(judged, run.lost(2, "the GPU is on fire")));

        // Then
        assertThat(page)
                .contains("src=\"images/render-1-0.png\"")
                .contains("0.900 · 0.800 · 0.260")
                .contains("the GPU is on fire")
                .contains("training.rank")
                .contains("training.timesteps[1]")
                .contains("Fixed loss 0.5000 → 0.2500 (-50.0 %).")
                .contains("adapter/tlora.safetensors")
                .contains("7 bytes")
                .contains(adapter.sha256())
                .contains("./tlora render r-1 \"a sks cat on the beach\"")
                .doesNotContain("never learned to draw");
    }

    @Test
    void anUntrainedModelIsAnnouncedAboveEverythingElse() {
        // Given
        run = run.withModel(new BaseModel("starter", "hash", true));

        // When
        String page = page(run.finished(run.judged(1, RenderPurpose.PROMPT, SampleRun.SCORES)));

        // Then
        assertThat(page.indexOf("This model never learned to draw"))
                .isPositive()
                .isLessThan(page.indexOf("class=\"tiles\""));
        assertThat(page).doesNotContain("identity");
    }

    @Test
    void aRunOfWhichNothingElseIsKnownHasAPageToo() {
        // When
        String page = page(run.finished(run.lost(1, "lost"), run.lost(2, "lost")));

        // Then
        assertThat(page)
                .contains("2 could not be judged")
                .doesNotContain("<svg")
                .doesNotContain("Settings")
                .doesNotContain("NOT_FOUND");
    }

    @Test
    void theBestImagesStandBeforeTheWorstOnesAndTheConceptBesideThem() {
        // Given
        StoredArtifact photo = write(layout.conceptImage(0), "pixels");
        ArtifactRef ref = new ArtifactRef(photo.uri(), photo.sha256());
        run = run.withConcept(new Concept("my-cat", "cat", "sks", List.of(ref)));
        Scores good = new Scores(0.9, 0.9, 0.3, null, 0.2);
        Scores bad = new Scores(0.5, 0.5, 0.1, null, 0.8);

        // When
        String page =
                page(
                        run.finished(
                                run.judged(1, RenderPurpose.PROMPT, bad),
                                run.judged(2, RenderPurpose.PROMPT, good)));

        // Then
        assertThat(page)
                .containsSubsequence(
                        "src=\"concept/image-0.png\"",
                        "<h3>Best</h3>",
                        "0.900 · 0.900 · 0.300",
                        "<h3>Worst</h3>",
                        "0.500 · 0.500 · 0.100",
                        "Images by prompt");
    }

    @Test
    void figuresComeWithTheirStandardErrors() {
        // When
        String page =
                page(
                        run.finished(
                                run.judged(
                                        1, RenderPurpose.PROMPT, new Scores(0, 0, 0.2, null, null)),
                                run.judged(
                                        2,
                                        RenderPurpose.PROMPT,
                                        new Scores(0, 0, 0.3, null, null))));

        // Then
        assertThat(page).containsSubsequence("<td>CLIP-T</td>", "0.250", "± 0.050");
    }

    private StoredArtifact write(String key, String content) {
        return store.putBytes(key, content.getBytes(StandardCharsets.UTF_8));
    }

    private String page(FinishedRun finished) {
        return new ReportPage()
                .render(
                        ReportView.of(
                                finished,
                                Judgment.of(finished, gate),
                                new RunFiles(store, layout)));
    }
}
