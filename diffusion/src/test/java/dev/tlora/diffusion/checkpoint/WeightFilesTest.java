package dev.tlora.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.layer.Linear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightFilesTest {

    private static final String FIRST = "model-00001-of-00002.safetensors";
    private static final String SECOND = "model-00002-of-00002.safetensors";

    @TempDir Path folder;

    private final NDManager manager = NDManager.newBaseManager();
    private final TensorFiles files = new TensorFiles(manager);

    @AfterEach
    void freeArrays() {
        manager.close();
    }

    @Test
    void shardsAreReadAsOneNetwork() throws IOException {
        writeShards();
        writeIndex("model.safetensors.index.json", FIRST, SECOND);
        Linear network = new Linear(3, 2, true);

        try (OpenWeights weights = WeightFiles.find(folder, "model").open()) {
            WeightLoader.load(network, weights, manager);
        }

        assertThat(network.weight().array().toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(network.namedWeights().get("bias").array().toFloatArray()).containsExactly(7, 8);
    }

    @Test
    void aVariantOfShardsIsFound() throws IOException {
        writeShards();
        Path index = writeIndex("model.safetensors.index.fp16.json", FIRST, SECOND);

        assertThat(find().origin()).isEqualTo(index);
        assertThat(find().files()).containsExactly(folder.resolve(FIRST), folder.resolve(SECOND));
    }

    @Test
    void theOnlyVariantIsTaken() throws IOException {
        touch("model.fp16.safetensors");

        assertThat(find().files()).containsExactly(folder.resolve("model.fp16.safetensors"));
    }

    @Test
    void noVariantGoesBeforeAnyAndOneFileBeforeShards() throws IOException {
        touch("model.fp16.safetensors", "model.safetensors", "model.safetensors.index.json");

        assertThat(find().files()).containsExactly(folder.resolve("model.safetensors"));
    }

    @Test
    void competingVariantsAreListed() throws IOException {
        touch("model.fp16.safetensors", "model.ema.safetensors");

        assertRefused(folder + " has the variants [ema, fp16] and none without; keep one of them");
    }

    @Test
    void otherFormatsAndNamesAreNoWeights() throws IOException {
        touch("model.bin", "another_model.safetensors", "model.safetensors.tmp", "model.onnx");

        assertRefused(folder + " has no model.safetensors; fetch the weights in safetensors form");
    }

    @Test
    void anAbsentFolderIsNamed() {
        Path absent = folder.resolve("unet");

        assertThatThrownBy(() -> WeightFiles.find(absent, "model"))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(absent + " is missing; give a complete diffusers folder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.safetensors",
                "/secret.safetensors",
                "deeper/secret.safetensors",
                "..\\\\secret.safetensors",
                "..",
                "",
                "secret\\u0000.safetensors",
                "model.bin"
            })
    void anIndexThatLeadsOutOfItsFolderIsRefused(String name) throws IOException {
        files.write(folder.resolveSibling("secret.safetensors"), Map.of());
        files.write(folder.resolve("deeper").resolve("secret.safetensors"), Map.of());
        touch("model.bin");
        Path index = writeIndex("model.safetensors.index.json", name, name);

        assertRefused(
                "%s names \"%s\", which is no safetensors file beside it; fetch the model anew"
                        .formatted(index, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"weight_map\": []}", "{\"weight_map\": {}}"})
    void anIndexWithoutMapIsRefused(String json) throws IOException {
        Path index = Files.writeString(folder.resolve("model.safetensors.index.json"), json);

        assertRefused(index + " has no weight_map");
    }

    @Test
    void aMissingShardIsNamed() throws IOException {
        files.write(folder.resolve(FIRST), Map.of("weight", files.counting(1, 2, 3)));
        writeIndex("model.safetensors.index.json", FIRST, SECOND);

        assertRefused(
                folder.resolve(SECOND)
                        + " is missing although model.safetensors.index.json names it");
    }

    @Test
    void aTensorInAnotherShardThanTheIndexSaysIsNamed() throws IOException {
        writeShards();
        Path index = writeIndex("model.safetensors.index.json", FIRST, FIRST);
        files.write(folder.resolve(FIRST), Map.of("weight", files.counting(1, 2, 3)));

        assertRefused(index + ": tensor 'bias' is not in " + FIRST);
    }

    @Test
    void aTensorInTwoShardsIsNamed() throws IOException {
        writeShards();
        writeIndex("model.safetensors.index.json", FIRST, SECOND);
        files.write(
                folder.resolve(SECOND),
                Map.of("weight", files.counting(1, 2, 3), "bias", files.counting(7, 2)));

        assertRefused(
                "tensor 'weight' is there twice: as 'weight' in %s and as 'weight' in %s"
                        .formatted(folder.resolve(FIRST), folder.resolve(SECOND)));
    }

    private void writeShards() throws IOException {
        files.write(folder.resolve(FIRST), Map.of("weight", files.counting(1, 2, 3)));
        files.write(folder.resolve(SECOND), Map.of("bias", files.counting(7, 2)));
    }

    private Path writeIndex(String file, String ofWeight, String ofBias) throws IOException {
        return Files.writeString(
                folder.resolve(file),
                "{\"metadata\": {\"total_size\": 32}, \"weight_map\": {\"weight\": \"%s\", \"bias\": \"%s\"}}"
                        .formatted(ofWeight, ofBias));
    }

    private void touch(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }

    private WeightFiles find() {
        return WeightFiles.find(folder, "model");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> find().open().close())
                .isInstanceOf(CheckpointException.class)
                .hasMessage(message);
    }
}
