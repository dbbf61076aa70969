package dev.tlora.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.diffusion.image.PngWriter;
import dev.tlora.runtime.Broker;
import dev.tlora.runtime.EventSender;
import dev.tlora.runtime.Models;
import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.Concept;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.GateResult;
import dev.tlora.schemas.ImageEvent;
import dev.tlora.schemas.ImageEvent.ImageFailed;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.RunScored;
import dev.tlora.schemas.ScoreEvent;
import dev.tlora.schemas.ScoreEvent.ImageScored;
import dev.tlora.schemas.Topics;
import dev.tlora.testing.FleetResource;
import dev.tlora.testing.TopicContent;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FleetResource.class)
class EvaluationIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject ArtifactStore store;
    @Inject Models models;
    @Inject EventSender sender;
    @Inject Broker broker;
    @Inject MeterRegistry metrics;

    @ConfigProperty(name = "tlora.models")
    Path modelsFolder;

    private final String runId = "r-" + UUID.randomUUID();
    private final RunLayout layout = RunLayout.of(runId);

    @Test
    void imagesBecomeScoresAndOneVerdict() throws Exception {
        // Given
        SampleRun run = run(3);
        store.putBytes(
                layout.lossCurve(),
                "step,loss,fixedLoss\n1,0.5,0.5\n2,0.4,0.3\n".getBytes(StandardCharsets.UTF_8));

        // When
        send(run.rendered(1, RenderPurpose.CONCEPT, picture(layout.image("render-1", 0), 1)));
        send(run.rendered(2, RenderPurpose.PROMPT, picture(layout.image("render-1", 1), 2)));
        send(run.failed(3));

        // Then
        RunScored verdict = verdict();
        assertThat(scores(ImageScored.class)).hasSize(2);
        assertThat(verdict.images()).isEqualTo(2);
        assertThat(verdict.failedImages()).isEqualTo(1);
        assertThat(verdict.untrainedModel()).isTrue();
        assertThat(verdict.means().clipI()).isBetween(-1.0, 1.0);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(heard(Topics.RUNS, RunEvent.class, RunScored.class))
                                        .containsExactly(verdict));
        assertThat(store.exists(layout.contactSheet())).isTrue();
        var document = EventJson.newMapper().readTree(store.read(layout.scores()));
        assertThat(document.at("/each/0/key").asText()).isEqualTo("images/render-1-0.png");
        assertThat(document.at("/each/0/scores/clipI").asDouble())
                .isEqualTo(scores(ImageScored.class).get(0).scores().clipI());
        assertThat(new String(store.read(layout.report()), StandardCharsets.UTF_8))
                .contains("<svg")
                .contains("src=\"images/render-1-0.png\"");
        assertThat(store.describe(layout.report()).sha256()).isEqualTo(verdict.report().sha256());
        assertThat(metrics.get("tlora_score").tag("metric", "dino").summary().count()).isPositive();
    }

    @Test
    void theSameImagesAgainGiveTheSameScoresAndNoSecondVerdict() throws Exception {
        // Given
        SampleRun run = run(1);
        ImageEvent image =
                run.rendered(1, RenderPurpose.CONCEPT, picture(layout.image("render-1", 0), 1));
        send(image);
        verdict();

        // When
        send(image);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scores(ImageScored.class)).hasSize(2));
        send(run.rendered(1, RenderPurpose.CONCEPT, picture(layout.image("render-2", 0), 3)));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scores(ImageScored.class)).hasSize(3));
        List<ImageScored> told = scores(ImageScored.class);
        assertThat(told.get(1).scores()).isEqualTo(told.get(0).scores());
        assertThat(scores(RunScored.class)).hasSize(1);
    }

    @Test
    void aUsersPictureIsScoredButClosesNoRun() throws Exception {
        // Given
        SampleRun run = run(1);
        ArtifactRef image = picture(layout.image("render-1", 0), 1);

        // When
        send(run.rendered(1, RenderPurpose.USER, image));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scores(ImageScored.class)).hasSize(1));
        send(run.rendered(1, RenderPurpose.CONCEPT, image));
        assertThat(verdict().images()).isEqualTo(1);
    }

    @Test
    void anImageThatIsGoneIsToldAsFailedAndItsRunClosed() throws Exception {
        // Given
        SampleRun run = run(1);
        URI nowhere = store.uri(layout.image("render-1", 7));

        // When
        send(run.rendered(1, RenderPurpose.CONCEPT, new ArtifactRef(nowhere, "ab".repeat(32))));

        // Then
        assertThat(verdict().failedImages()).isEqualTo(1);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(
                                                heard(
                                                        Topics.IMAGES,
                                                        ImageEvent.class,
                                                        ImageFailed.class))
                                        .extracting(ImageFailed::cause)
                                        .allMatch(cause -> cause.contains("cannot be scored"))
                                        .hasSize(1));
    }

    @Test
    void badImagesAreReportedAndTheirRunClosesWithTheGoodOnes() throws Exception {
        // Given
        SampleRun run = run(4);
        StoredArtifact text =
                store.putBytes(
                        layout.image("render-1", 1), "no pixels".getBytes(StandardCharsets.UTF_8));
        ArtifactRef unreadable = new ArtifactRef(text.uri(), text.sha256());
        ArtifactRef vanished =
                new ArtifactRef(store.uri(layout.image("render-1", 2)), "ab".repeat(32));
        ArtifactRef small = picture(layout.image("render-1", 3), 3, 32);

        // When
        send(run.rendered(1, RenderPurpose.PROMPT, unreadable));
        send(run.rendered(2, RenderPurpose.PROMPT, vanished));
        send(run.rendered(3, RenderPurpose.PROMPT, small));
        send(run.rendered(4, RenderPurpose.PROMPT, picture(layout.image("render-1", 4), 4)));

        // Then
        RunScored verdict = verdict();
        assertThat(verdict.images()).isEqualTo(1);
        assertThat(verdict.failedImages()).isEqualTo(3);
        assertThat(verdict.prompts()).hasSize(1);
        assertThat(verdict.prompts().get(0).failedImages()).isEqualTo(3);
        assertThat(verdict.metrics().clipT().images()).isEqualTo(1);
    }

    @Test
    void anAdapterBelowAThresholdIsPutIntoQuarantine() throws Exception {
        // Given
        models.describe("random");
        copy(modelsFolder.resolve("random"), modelsFolder.resolve("strict"));
        SampleRun run = run(1).withModel(models.describe("strict"));
        sender.send(Topics.ADAPTERS, run.adapter());

        // When
        send(run.rendered(1, RenderPurpose.CONCEPT, picture(layout.image("render-1", 0), 1)));

        // Then
        RunScored verdict = verdict();
        assertThat(verdict.gate().decision()).isEqualTo(GateResult.Decision.QUARANTINED);
        assertThat(verdict.gate().reasons()).singleElement().asString().endsWith("is below 2.000.");
        assertThat(store.exists(layout.quarantine())).isTrue();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(
                                                heard(
                                                        Topics.ADAPTERS,
                                                        AdapterPublished.class,
                                                        AdapterPublished.class))
                                        .last()
                                        .extracting(AdapterPublished::quarantine)
                                        .isEqualTo(verdict.gate().reasons()));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private SampleRun run(int planned) throws Exception {
        ArtifactRef photo = picture(layout.conceptImage(0), 9);
        return SampleRun.of(runId, planned)
                .withConcept(new Concept("my-cat", "cat", "sks", List.of(photo)))
                .withModel(models.describe("random"));
    }

    private RunScored verdict() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scores(RunScored.class)).hasSize(1));
        return scores(RunScored.class).get(0);
    }

    private <T> List<T> scores(Class<T> kind) {
        return heard(Topics.SCORES, ScoreEvent.class, kind);
    }

    private <T> List<T> heard(String topic, Class<? extends EventOfRun> family, Class<T> kind) {
        return new TopicContent(broker.bootstrapServers(), topic).events(runId, family, kind);
    }

    private void send(EventOfRun event) {
        sender.send(Topics.IMAGES, event);
    }

    private ArtifactRef picture(String key, int seed) {
        return picture(key, seed, 128);
    }

    private ArtifactRef picture(String key, int seed, int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            image.setRGB(i % side, i / side, new Color(i % side, i / side, seed * 25).getRGB());
        }
        StoredArtifact stored = store.put(key, out -> PngWriter.write(out, image, Map.of()));
        return new ArtifactRef(stored.uri(), stored.sha256());
    }
}
