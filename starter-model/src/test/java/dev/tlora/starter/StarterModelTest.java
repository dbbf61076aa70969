package dev.tlora.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.image.ImageLoader;
import dev.tlora.diffusion.image.Pixels;
import dev.tlora.diffusion.sampling.ImageSize;
import dev.tlora.diffusion.sampling.SamplingSettings;
import dev.tlora.diffusion.sampling.StepListener;
import dev.tlora.diffusion.sampling.TextToImage;
import dev.tlora.diffusion.sampling.TimestepAware;
import dev.tlora.diffusion.schedule.SchedulerKind;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.text.PromptEmbeddings;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.vae.Vae;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterModelTest {

    @TempDir private Path folder;

    @Test
    void unpacksOnceUnderItsVersion() throws IOException {
        // Given
        Path first = StarterModel.below(folder);
        Files.writeString(first.resolve("mark"), "mine");

        // When
        Path second = StarterModel.below(folder);

        // Then
        assertThat(second).isEqualTo(first).hasFileName("starter-" + StarterModel.version());
        assertThat(second.resolve("mark")).exists();
    }

    @Test
    void drawsWhatDiffusersDraws() throws IOException {
        // Given
        ModelFolder model = ModelFolder.open(StarterModel.below(folder));
        BufferedImage expected = expected();

        // When
        BufferedImage drawn = draw(model, "a photo of a dog on the beach", 7);

        // Then
        assertThat(meanDifference(drawn, expected)).isLessThan(0.5 / 255);
    }

    @Test
    void loadsBothScoringTowers() throws IOException {
        // Given
        ModelFolder model = ModelFolder.open(StarterModel.below(folder));

        // When
        try (NDManager manager = NDManager.newBaseManager()) {
            double self =
                    model.imageScorer(manager)
                            .text("a photo of a dog")
                            .cosine(model.imageScorer(manager).text("a photo of a car"));

            // Then
            assertThat(self).isLessThan(0.9);
        }
    }

    @Test
    void knowsConceptsWithPhotosMasksAndPrompts() {
        // Given
        List<StarterConcept> concepts = StarterConcept.all();

        // When
        StarterConcept parrot = StarterConcept.named("parrot");

        // Then
        assertThat(concepts).hasSize(16).contains(parrot);
        assertThat(parrot.className()).isEqualTo("bird");
        assertThat(parrot.image(parrot.masks().get(0))).isNotEmpty();
        assertThat(parrot.prompts()).hasSizeGreaterThan(9).allMatch(text -> text.contains("{}"));
    }

    @Test
    void namesTheConceptsThereAreWhenAskedForAnother() {
        assertThatThrownBy(() -> StarterConcept.named("unicorn"))
                .hasMessageContaining("unicorn")
                .hasMessageContaining("parrot");
    }

    private static BufferedImage draw(ModelFolder model, String prompt, long seed) {
        return Gradients.without(
                () -> {
                    try (NDManager manager = NDManager.newBaseManager()) {
                        PromptEmbeddings embeddings =
                                model.promptEncoder(manager).encode(List.of(prompt), manager);
                        ImageSize size = ImageSize.square(StarterModel.RESOLUTION);
                        Conditioning conditioning =
                                new Conditioning(
                                        embeddings.hidden(),
                                        embeddings.pooled(),
                                        size.timeIds(1, manager));
                        NDArray latents =
                                new TextToImage(model.unet(manager), model.noiseSchedule())
                                        .sample(
                                                conditioning,
                                                new long[] {seed},
                                                new SamplingSettings(
                                                        SchedulerKind.EULER, 25, 5.0, size),
                                                TimestepAware.none(),
                                                StepListener.none());
                        Vae vae = model.vae(manager);
                        return Pixels.toImage(vae.decode(latents.div(vae.scalingFactor())));
                    }
                });
    }

    private static BufferedImage expected() throws IOException {
        try (InputStream in = StarterModelTest.class.getResourceAsStream("picture.png")) {
            return new ImageLoader().load(in.readAllBytes(), "picture.png");
        }
    }

    private static double meanDifference(BufferedImage one, BufferedImage other) {
        float[] left = Pixels.planes(one);
        float[] right = Pixels.planes(other);
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.abs(left[i] - right[i]);
        }
        return sum / left.length;
    }
}
