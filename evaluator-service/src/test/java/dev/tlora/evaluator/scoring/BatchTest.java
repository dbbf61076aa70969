package dev.tlora.evaluator.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.image.PngWriter;
import dev.tlora.evaluator.SampleRun;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.Concept;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.RenderPurpose;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with one image leaves the others of its batch alone. */
class BatchTest {

    private static final int SIDE = 96;

    private final RunLayout layout = RunLayout.of("r-1");
    private FolderStore store;
    private LoadedScorer scorer;
    private SampleRun run;

    @BeforeEach
    void load(@TempDir Path folder) {
        store = new FolderStore(folder.resolve("store"));
        scorer = LoadedScorer.load("fixture", FixtureModel.write(folder.resolve("model")));
        Concept concept =
                new Concept("c", "cat", "sks", List.of(picture("photo", SIDE, Color.RED)));
        run = SampleRun.of("r-1", 9).withConcept(concept);
    }

    @AfterEach
    void free() {
        scorer.close();
    }

    @Test
    void badImagesFailAloneAndSayWhy() {
        // Given
        ArtifactRef good = picture("good", SIDE, Color.BLUE);
        ArtifactRef vanished = picture("vanished", SIDE, Color.GREEN);
        store.delete(layout.folder() + "/vanished.png");
        ArtifactRef changed = new ArtifactRef(good.uri(), "ab".repeat(32));
        ArtifactRef small = picture("small", SIDE / 2, Color.BLUE);

        // When
        List<Judgement> judgements =
                judge(
                        rendered(1, vanished),
                        rendered(2, text()),
                        rendered(3, good),
                        rendered(4, small),
                        rendered(5, changed));

        // Then
        assertThat(judgements.get(2)).isInstanceOf(Judgement.Seen.class);
        assertThat(cause(judgements.get(0))).contains("vanished.png");
        assertThat(cause(judgements.get(1))).contains("is not an image");
        assertThat(cause(judgements.get(3)))
                .isEqualTo("it has 48 x 48 pixels, the run's photos 96 x 96");
        assertThat(cause(judgements.get(4))).contains("good.png");
    }

    @Test
    void imagesOfARunThatNobodyKnowsFail() {
        // Given
        ArtifactRef good = picture("good", SIDE, Color.BLUE);
        SampleRun unknown = SampleRun.of("r-unknown", 9);

        // When
        List<Judgement> judgements =
                judge(rendered(1, good), unknown.rendered(1, RenderPurpose.PROMPT, good));

        // Then
        assertThat(judgements.get(0)).isInstanceOf(Judgement.Seen.class);
        assertThat(cause(judgements.get(1))).isNotBlank();
    }

    @Test
    void aPromptThatClipCannotReadWholeIsJudgedWithAWarning() {
        // Given
        ImageRendered image = rendered(1, picture("good", SIDE, Color.BLUE));
        PlannedImage plan = image.plan();
        String longTemplate = "a {} " + "on the beach ".repeat(40);
        ImageRendered wordy =
                new ImageRendered(
                        "r-1",
                        image.time(),
                        1,
                        new PlannedImage(
                                plan.renderId(),
                                2,
                                9,
                                RenderPurpose.PROMPT,
                                run.concept().prompt(longTemplate),
                                longTemplate,
                                1,
                                null,
                                run.concept(),
                                plan.model()),
                        image.image());

        // When
        List<Judgement> judgements = judge(image, wordy);

        // Then
        assertThat(((Judgement.Seen) judgements.get(0)).warnings()).isEmpty();
        assertThat(((Judgement.Seen) judgements.get(1)).warnings())
                .singleElement()
                .asString()
                .contains("77 tokens");
    }

    @Test
    void theOrdersMaskDecidesWhatIsTheConcept() {
        // Given
        ImageRendered image = rendered(1, picture("good", SIDE, Color.BLUE));
        double withoutMask = ((Judgement.Seen) judge(image).get(0)).scores().leak();
        BufferedImage mask = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        mask.createGraphics().fillRect(0, 0, SIDE / 4, SIDE / 4);
        RunLayout masked = RunLayout.of("r-masked");
        store.put(masked.mask(0), out -> PngWriter.write(out, mask, Map.of()));
        ImageRendered same =
                new ImageRendered("r-masked", image.time(), 1, image.plan(), image.image());

        // When
        Judgement.Seen seen = (Judgement.Seen) judge(same).get(0);

        // Then
        assertThat(seen.scores().leak()).isNotEqualTo(withoutMask);
    }

    @Test
    void aMaskOfAnotherSizeIsNamed() {
        // Given
        BufferedImage mask = new BufferedImage(7, 7, BufferedImage.TYPE_INT_RGB);
        mask.createGraphics().fillRect(0, 0, 7, 7);
        store.put(layout.mask(0), out -> PngWriter.write(out, mask, Map.of()));

        // When
        List<Judgement> judgements = judge(rendered(1, picture("good", SIDE, Color.BLUE)));

        // Then
        assertThat(cause(judgements.get(0))).contains("a mask of 7 x 7 pixels does not fit");
    }

    @Test
    void networksThatGiveNoNumbersFailEveryImageAndNothingElse(@TempDir Path folder)
            throws IOException {
        // Given
        FixtureModel.write(folder);
        Path weights = folder.resolve("dino/model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        for (int i = bytes.length - 4096; i < bytes.length; i++) {
            bytes[i] = (byte) 0xff;
        }
        Files.write(weights, bytes);
        ArtifactRef good = picture("good", SIDE, Color.BLUE);

        // When
        try (LoadedScorer broken = LoadedScorer.load("broken", ModelFolder.open(folder))) {
            List<Judgement> judgements =
                    new Batch(broken, new Pictures(store))
                            .judge(List.of(rendered(1, good), rendered(2, good)));

            // Then
            assertThat(judgements)
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(cause(one)).contains("NaN"));
        }
    }

    private List<Judgement> judge(ImageRendered... images) {
        return new Batch(scorer, new Pictures(store)).judge(List.of(images));
    }

    private static String cause(Judgement judgement) {
        assertThat(judgement).isInstanceOf(Judgement.Unscorable.class);
        return ((Judgement.Unscorable) judgement).cause();
    }

    private ImageRendered rendered(int number, ArtifactRef image) {
        return run.rendered(number, RenderPurpose.PROMPT, image);
    }

    private ArtifactRef text() {
        StoredArtifact stored =
                store.putBytes(
                        layout.folder() + "/text.png",
                        "no pixels".getBytes(StandardCharsets.UTF_8));
        return new ArtifactRef(stored.uri(), stored.sha256());
    }

    private ArtifactRef picture(String name, int side, Color colour) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillOval(side / 4, side / 4, side / 2, side / 3);
        graphics.dispose();
        StoredArtifact stored =
                store.put(
                        layout.folder() + "/" + name + ".png",
                        out -> PngWriter.write(out, image, Map.of()));
        return new ArtifactRef(stored.uri(), stored.sha256());
    }
}
