package dev.tlora.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import java.io.IOException;
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
}
