package dev.tlora.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.tensor.Weight;
import dev.tlora.diffusion.text.PromptEmbeddings;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.vae.Vae;
import dev.tlora.diffusion.vision.ImageScorer;
import dev.tlora.diffusion.vision.Sight;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {

    @TempDir static Path pristine;

    @TempDir Path parent;

    private final NDManager manager = NDManager.newBaseManager();
    private final TensorFiles files = new TensorFiles(manager);
    private Path folder;

    @BeforeAll
    static void writeModel() throws IOException {
        RandomModel.write(pristine.resolve("model"), 1);
    }

    @BeforeEach
    void copyModel() throws IOException {
        folder = parent.resolve("model");
        try (Stream<Path> all = Files.walk(pristine.resolve("model"))) {
            for (Path from : all.toList()) {
                Files.copy(from, parent.resolve(pristine.relativize(from)));
            }
        }
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
    void promptsAreEncodedToWhatTheUNetTakes() {
        ModelFolder model = ModelFolder.open(folder);

        try (NDManager owner = manager.newSubManager();
                PromptEmbeddings prompts =
                        model.promptEncoder(owner)
                                .encode(List.of("a photo of a cat", "a dog"), manager)) {
            assertThat(prompts.hidden().getShape())
                    .isEqualTo(new Shape(2, 77, model.unetConfig().hiddenSize()));
            assertThat(prompts.pooled().getShape())
                    .isEqualTo(new Shape(2, model.unetConfig().pooledSize() - 6 * 8));
        }
    }

    @Test
    void textEncodersOfAnotherWidthAreRefused() throws IOException {
        edit("unet/config.json", "attention_dim\": 20", "attention_dim\": 24");

        assertThatThrownBy(() -> ModelFolder.open(folder).promptEncoder(manager))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        folder
                                + ": the text encoders give hidden states of width 20, the U-Net"
                                + " takes 24");
    }

    @Test
    void scoresComeFromBothTowers() {
        ImageScorer scorer = ModelFolder.open(folder).imageScorer(manager);
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);

        Sight seen = scorer.see(List.of(image)).get(0);

        assertThat(seen.clipI(List.of(seen))).isCloseTo(1, within(1e-5));
        assertThat(seen.dino(List.of(seen))).isCloseTo(1, within(1e-5));
        assertThat(seen.clipT(scorer.text("a black box"))).isBetween(-1.0, 1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip/tokenizer", "clip"})
    void clipMayBringItsOwnTokenizer(String place) throws IOException {
        Files.createDirectories(folder.resolve(place));
        for (String name : List.of("vocab.json", "merges.txt")) {
            Files.move(
                    folder.resolve("tokenizer").resolve(name), folder.resolve(place).resolve(name));
        }

        ImageScorer scorer = ModelFolder.open(folder).imageScorer(manager);

        assertThat(scorer.text("a").cosine(scorer.text("b"))).isLessThan(1 - 1e-6);
    }

    @Test
    void tensorsThatScoringDoesNotNeedMayBeThere() throws IOException {
        files.add(folder.resolve("clip/model.safetensors"), "logit_scale", files.counting(4));
        files.add(
                folder.resolve("dino/model.safetensors"),
                "pooler.dense.bias",
                files.counting(0, 32));

        assertThat(ModelFolder.open(folder).imageScorer(manager)).isNotNull();
    }

    @Test
    void aModelWithoutTowersSaysSo() throws IOException {
        Files.move(folder.resolve("dino"), folder.resolve("else"));
        ModelFolder model = ModelFolder.open(folder);

        assertThat(model.canScore()).isFalse();
        assertThatThrownBy(() -> model.imageScorer(manager))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(folder + " lacks clip or dino; add both folders to have images scored");
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
