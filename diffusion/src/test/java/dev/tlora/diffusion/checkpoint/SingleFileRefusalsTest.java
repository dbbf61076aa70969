package dev.tlora.diffusion.checkpoint;

import static dev.tlora.diffusion.checkpoint.TinySingleFile.FIXTURE;
import static dev.tlora.diffusion.checkpoint.TinySingleFile.loadText;
import static dev.tlora.diffusion.checkpoint.TinySingleFile.tiny;
import static dev.tlora.diffusion.checkpoint.TinySingleFile.unet;
import static dev.tlora.diffusion.checkpoint.TinySingleFile.vae;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no SDXL model, or not a whole one. */
class SingleFileRefusalsTest {

    @TempDir Path folder;

    private final NDManager manager = NDManager.newBaseManager();
    private final TensorFiles files = new TensorFiles(manager);

    @AfterEach
    void freeArrays() {
        manager.close();
    }

    @Test
    void weightsOfStableDiffusion1AreRefusedByNameBeforeAnythingIsRead() throws IOException {
        Path file =
                files.write(
                        folder.resolve("v1-5.safetensors"),
                        Map.of(
                                "model.diffusion_model.out.0.bias",
                                files.counting(0, 320),
                                "cond_stage_model.transformer.text_model.final_layer_norm.bias",
                                files.counting(0, 768)));

        assertThatThrownBy(() -> ModelFolder.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        file
                                + " has unexpected tensor"
                                + " 'cond_stage_model.transformer.text_model.final_layer_norm.bias',"
                                + " which SDXL base has not; give an SDXL checkpoint or a"
                                + " diffusers folder");
    }

    @Test
    void anAbsentTensorIsNamedAsTheFileWouldNameIt() throws IOException {
        Path file = without("model.diffusion_model.middle_block.1.proj_in.weight");

        assertThatThrownBy(() -> unet(tiny(file), manager))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        file
                                + " lacks tensor"
                                + " 'model.diffusion_model.middle_block.1.proj_in.weight'");
    }

    @Test
    void aTensorOfAnotherShapeIsNamed() throws IOException {
        String name = "first_stage_model.encoder.mid.attn_1.q.weight";
        Path file = without(name);
        files.add(file, name, files.counting(0, 8, 8, 3, 3));

        assertThatThrownBy(() -> vae(tiny(file), manager))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        file + ": tensor '" + name + "' has shape [8, 8, 3, 3], the network needs");
    }

    @Test
    void aTensorTooManyIsNamed() throws IOException {
        Path file = without("conditioner.embedders.1.model.logit_scale");
        String name = "conditioner.embedders.0.transformer.text_model.extra";
        files.add(file, name, files.counting(0, 1));

        assertThatThrownBy(() -> loadText(tiny(file), Component.TEXT_ENCODER, manager))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(file + " has unexpected tensor '" + name + "'");
    }

    private Path without(String absent) throws IOException {
        Path file = folder.resolve("model.safetensors");
        Map<String, NDArray> tensors = new TreeMap<>();
        try (SafetensorsFile given = FIXTURE.open("model.safetensors")) {
            given.names().forEach(name -> tensors.put(name, given.read(name, manager)));
        }
        tensors.remove(absent);
        return files.write(file, tensors);
    }
}
