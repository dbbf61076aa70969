package dev.tlora.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlora.diffusion.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSurveyTest {

    @TempDir Path parent;
    private Path folder;

    @BeforeEach
    void writeModel() throws IOException {
        folder = parent.resolve("model");
        RandomModel.write(folder, 1);
    }

    @Test
    void sdxlTakesWhatItsPublishedParametersTake() {
        ModelSurvey base = new ModelSurvey(new SingleFile(parent, SdxlBase::json));

        Footprint footprint = base.footprint(Precision.BFLOAT16, 1024);

        assertThat(footprint.unet()).isEqualTo(2_567_463_684L * 2);
        assertThat(footprint.vae()).isEqualTo(83_653_863L * 4);
        assertThat(footprint.textEncoders()).isEqualTo((123_060_480L + 694_659_840L) * 2);
        assertThat(footprint.sampling()).isBetween(9L << 30, 10L << 30);
    }

    @Test
    void aWholeModelIsWhole() {
        assertThatCode(() -> ModelFolder.open(folder).requireWhole()).doesNotThrowAnyException();
    }

    @Test
    void missingWeightsAreNamed() throws IOException {
        Files.delete(folder.resolve("text_encoder_2/model.safetensors"));

        assertThatThrownBy(() -> ModelFolder.open(folder).requireWhole())
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(folder.resolve("text_encoder_2") + " has no model");
    }
}
