package dev.tlora.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.tensor.Weight;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.vae.Vae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {

    @TempDir Path parent;

    private final NDManager manager = NDManager.newBaseManager();
    private final TensorFiles files = new TensorFiles(manager);
    private Path folder;

    @BeforeEach
    void writeModel() throws IOException {
        folder = parent.resolve("model");
        RandomModel.write(folder, 1);
    }

    @AfterEach
    void freeArrays() {
        manager.close();
    }

    @Test
    void hashIsThatOfTheUNetsWeightsAlone() throws IOException {
        Path weights = folder.resolve("unet/diffusion_pytorch_model.safetensors");
        String before = ModelFolder.open(folder).hash();
        Files.delete(folder.resolve("vae/diffusion_pytorch_model.safetensors"));

        assertThat(ModelFolder.open(folder).hash())
                .isEqualTo(before)
                .isEqualTo(FileHash.sha256(List.of(weights)))
                .hasSize(64);
    }

    @Test
    void weightsLiveInTheGivenManager() {
        Weight weight;
        try (NDManager owner = manager.newSubManager()) {
            UNet unet = ModelFolder.open(folder).unet(owner);
            weight = unet.namedWeights().get("conv_in.weight");

            assertThat(weight.array().getManager().getParentManager()).isSameAs(owner);
        }

        assertThatThrownBy(() -> weight.array().getFloat(0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void oldNamesOfTheVaesAttentionAreUnderstood() throws IOException {
        Map<String, float[]> today = values(ModelFolder.open(folder).vae(manager));
        files.rename(
                folder.resolve("vae/diffusion_pytorch_model.safetensors"),
                name ->
                        name.replace("0.to_q.", "0.query.")
                                .replace("0.to_k.", "0.key.")
                                .replace("0.to_v.", "0.value.")
                                .replace("0.to_out.0.", "0.proj_attn."));

        Map<String, float[]> old = values(ModelFolder.open(folder).vae(manager));

        assertThat(old).hasSameSizeAs(today);
        assertThat(old).allSatisfy((name, values) -> assertThat(values).isEqualTo(today.get(name)));
    }

    @Test
    void oneTensorUnderOldAndNewNameIsRefused() throws IOException {
        files.rename(
                folder.resolve("vae/diffusion_pytorch_model.safetensors"),
                name ->
                        name.replace(
                                "encoder.mid_block.attentions.0.to_q.",
                                "encoder.mid_block.attentions.0.proj_attn."));

        assertThatThrownBy(() -> ModelFolder.open(folder).vae(manager))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("encoder.mid_block.attentions.0.to_out.0.")
                .hasMessageContaining("is there twice")
                .hasMessageContaining("encoder.mid_block.attentions.0.proj_attn.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model_index.json",
                "unet/config.json",
                "vae/config.json",
                "scheduler/scheduler_config.json"
            })
    void anAbsentConfigurationIsNamed(String file) throws IOException {
        Files.delete(folder.resolve(file));

        assertRefused(folder.resolve(file) + " is missing; give a complete diffusers folder");
    }

    @Test
    void aFileThatIsNoJsonIsNamed() throws IOException {
        Files.writeString(folder.resolve("unet/config.json"), "{\"a\": ");

        assertRefused(folder.resolve("unet/config.json") + " is not JSON: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model_index.json | XLPipeline\" | Pipeline\" | _class_name is StableDiffusionPipeline",
                "model_index.json | prompt\": true | prompt\": false | force_zeros_for_empty_prompt is",
                "unet/config.json | text_time | text | addition_embed_type is text",
                "unet/config.json | in_channels\": 4 | in_channels\": 8 | 4 latent channels, the U-Net takes 8",
                "vae/config.json | latent_channels\": 4 | latent_channels\": 16 | the VAE has 16 latent",
                "scheduler/scheduler_config.json | epsilon | v_prediction | prediction_type is v_pred"
            })
    void whatIsNoSdxlModelIsRefusedWithItsFile(
            String file, String ours, String other, String problem) throws IOException {
        edit(file, ours, other);

        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(folder.toString())
                .hasMessageContaining(problem);
    }

    @Test
    void aVaeOfAnotherScaleIsRefused() throws IOException {
        edit("vae/config.json", "[8, 16, 16, 32]", "[8, 16, 32]");
        edit("vae/config.json", "[\n    \"DownEncoderBlock2D\",", "[");
        edit("vae/config.json", "[\n    \"UpDecoderBlock2D\",", "[");

        assertRefused(folder + ": the VAE has 4 pixels per latent, supported are 8");
    }

    @Test
    void widthsThatGroupsDoNotDivideAreRefusedWithTheirFile() throws IOException {
        edit("unet/config.json", "num_groups\": 8", "num_groups\": 7");

        assertThatThrownBy(() -> ModelFolder.open(folder).unet(manager))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        folder.resolve("unet/config.json")
                                + ": 16 channels cannot be split into 7 groups");
    }

    @Test
    void weightsOfOtherSizesThanTheConfigurationAreNamed() throws IOException {
        edit("unet/config.json", "[16, 32, 48]", "[16, 32, 64]");

        assertThatThrownBy(() -> ModelFolder.open(folder).unet(manager))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("unet/diffusion_pytorch_model.safetensors: tensor ")
                .hasMessageContaining(" has shape [");
        assertThat(manager.getManagedArrays()).isEmpty();
    }

    @Test
    void aModelIsTrainedUnlessItSaysOtherwise() throws IOException {
        edit("model_index.json", "\"_tlora_untrained\": true,", "");

        assertThat(ModelFolder.open(folder).untrained()).isFalse();
    }

    private void edit(String file, String ours, String other) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(ours);
        Files.writeString(folder.resolve(file), text.replace(ours, other));
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(message);
    }

    private static Map<String, float[]> values(Vae vae) {
        Map<String, float[]> values = new TreeMap<>();
        vae.namedWeights()
                .forEach((name, weight) -> values.put(name, weight.array().toFloatArray()));
        return values;
    }
}
