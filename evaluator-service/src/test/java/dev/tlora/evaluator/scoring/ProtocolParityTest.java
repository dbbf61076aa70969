package dev.tlora.evaluator.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.evaluator.report.Judgments;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.Concept;
import dev.tlora.schemas.EmbeddingText;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RunMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the files of a photo, its mask and 12 images of 6 prompts to the figures of a run, against
 * the same with transformers and Pillow.
 */
class ProtocolParityTest {

    private static final double BAR = 1e-3;

    private final RunLayout layout = RunLayout.of("r-1");
    private FolderStore store;
    private LoadedScorer scorer;
    private JsonNode expected;

    @BeforeEach
    void load(@TempDir Path folder) throws IOException {
        store = new FolderStore(folder.resolve("store"));
        scorer = LoadedScorer.load("fixture", FixtureModel.write(folder.resolve("model")));
        expected = new ObjectMapper().readTree(FixtureModel.fixture("expected.json").toFile());
    }

    @AfterEach
    void free() {
        scorer.close();
    }

    @Test
    void everyFigureOfARunIsTheReferences() {
        // Given
        List<ImageRendered> images = images();

        // When
        List<Judgement> judgements = new ArrayList<>();
        for (int from = 0; from < images.size(); from += 5) {
            int to = Math.min(from + 5, images.size());
            judgements.addAll(
                    new Batch(scorer, new Pictures(store)).judge(images.subList(from, to)));
        }

        // Then
        assertThat(judgements).hasSize(12).hasOnlyElementsOfType(Judgement.Seen.class);
        for (int i = 0; i < judgements.size(); i++) {
            assertImage((Judgement.Seen) judgements.get(i), expected.path("images").get(i));
        }
        assertMetrics(Judgments.metrics(finished(judgements)));
    }

    private static void assertImage(Judgement.Seen seen, JsonNode image) {
        Map<String, Double> actual =
                Map.of(
                        "clipI", seen.scores().clipI(),
                        "dino", seen.scores().dino(),
                        "clipT", seen.scores().clipT(),
                        "clipTTokenRemoved", seen.scores().clipTTokenRemoved(),
                        "leak", seen.scores().leak(),
                        "foreground", seen.foreground());
        actual.forEach(
                (name, value) ->
                        assertThat(value)
                                .as("%s of image %s", name, image.path("number"))
                                .isCloseTo(image.path(name).asDouble(), within(BAR)));
    }

    private void assertMetrics(RunMetrics metrics) {
        JsonNode written = new ObjectMapper().valueToTree(metrics);
        JsonNode reference = expected.path("metrics");
        assertThat(reference.size()).isEqualTo(6);
        reference
                .properties()
                .forEach(
                        metric -> {
                            for (String part : List.of("mean", "standardError")) {
                                assertThat(written.path(metric.getKey()).path(part).asDouble())
                                        .as("%s of %s", part, metric.getKey())
                                        .isCloseTo(
                                                metric.getValue().path(part).asDouble(),
                                                within(BAR));
                            }
                        });
    }

    private List<ImageRendered> images() {
        store.putFile(layout.mask(0), FixtureModel.fixture("images/mask.png"));
        ArtifactRef photo = stored(layout.conceptImage(0), "images/photo.png");
        Concept concept =
                new Concept(
                        "a-toy",
                        expected.path("class").asText(),
                        expected.path("token").asText(),
                        List.of(photo));
        List<ImageRendered> images = new ArrayList<>();
        for (JsonNode image : expected.path("images")) {
            int number = image.path("number").asInt();
            ArtifactRef file =
                    stored(layout.image("q", number), "images/image-%02d.png".formatted(number));
            images.add(
                    new ImageRendered("r-1", Instant.EPOCH, 1, plan(image, number, concept), file));
        }
        return images;
    }

    private static PlannedImage plan(JsonNode image, int number, Concept concept) {
        String template = image.path("template").asText();
        return new PlannedImage(
                "q",
                number,
                12,
                image.path("purpose").asText().equals("concept")
                        ? RenderPurpose.CONCEPT
                        : RenderPurpose.PROMPT,
                concept.prompt(template),
                template,
                number,
                null,
                concept,
                new BaseModel("fixture", "hash", false));
    }

    private ArtifactRef stored(String key, String fixture) {
        StoredArtifact artifact = store.putFile(key, FixtureModel.fixture(fixture));
        return new ArtifactRef(artifact.uri(), artifact.sha256());
    }

    private static FinishedRun finished(List<Judgement> judgements) {
        List<JudgedImage> judged =
                judgements.stream()
                        .map(Judgement.Seen.class::cast)
                        .map(
                                seen ->
                                        new JudgedImage(
                                                seen.image().plan(),
                                                seen.image().image(),
                                                seen.scores(),
                                                null,
                                                Instant.EPOCH,
                                                seen.warnings(),
                                                EmbeddingText.write(seen.embedding().values())))
                        .toList();
        return new FinishedRun("r-1", judged, null);
    }
}
