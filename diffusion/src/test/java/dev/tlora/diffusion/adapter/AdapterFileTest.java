package dev.tlora.diffusion.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import dev.tlora.diffusion.unet.UNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdapterFileTest {

    private static final String BASE = "a".repeat(64);

    @TempDir Path folder;

    private NDManager manager;
    private UNet unet;

    @BeforeEach
    void build() {
        manager = NDManager.newBaseManager();
        unet = TinyModel.unet(manager);
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(AdapterMethod.class)
    void whatIsWrittenIsReadBitForBit(AdapterMethod method) throws IOException {
        Adapter adapter = adapter(method);

        Adapter read = AdapterFile.read(write(adapter), unet, BASE, manager);

        assertThat(read.settings()).isEqualTo(adapter.settings());
        Map<String, NDArray> expected = adapter.tensors();
        assertThat(read.tensors().keySet()).isEqualTo(expected.keySet());
        read.tensors()
                .forEach(
                        (name, array) ->
                                assertThat(array.toFloatArray())
                                        .as(name)
                                        .isEqualTo(expected.get(name).toFloatArray()));
    }

    @Test
    void theFileSaysWhatItIs() throws IOException {
        AdapterMetadata metadata = AdapterFile.metadata(write(adapter(AdapterMethod.TLORA)));

        assertThat(metadata.className()).isEqualTo("cat");
        assertThat(metadata.token()).isEqualTo("sks");
        assertThat(metadata.settings().ranks()).isEqualTo(new RankSchedule(4, 2, 1));
    }

    @Test
    void anotherBaseModelIsRefused() throws IOException {
        Path file = write(adapter(AdapterMethod.TLORA));

        assertThatThrownBy(() -> AdapterFile.read(file, unet, "b".repeat(64), manager))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("was trained on a base model with hash aaaaaaaaaaaa");
    }

    @Test
    void aMissingTensorIsNamed() throws IOException {
        Adapter adapter = adapter(AdapterMethod.TLORA);
        Map<String, NDArray> tensors = adapter.tensors();
        String removed = tensors.keySet().iterator().next();
        tensors.remove(removed);
        Path file = folder.resolve("lacking.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            SafetensorsWriter.write(out, tensors, metadata(adapter).toStrings());
        }

        assertThatThrownBy(() -> AdapterFile.read(file, unet, BASE, manager))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("lacks tensor '" + removed + "'");
    }

    @Test
    void aForeignFileIsRefused() throws IOException {
        Path file = folder.resolve("foreign.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            SafetensorsWriter.write(
                    out, adapter(AdapterMethod.LORA).tensors(), Map.of("format", "pt"));
        }

        assertThatThrownBy(() -> AdapterFile.metadata(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is not an adapter of this project");
    }

    private Adapter adapter(AdapterMethod method) {
        return Adapter.create(
                new AdapterSettings(
                        method, new RankSchedule(4, 2, 1), Initialisation.RANDOM_LAST, 11),
                unet,
                manager);
    }

    private static AdapterMetadata metadata(Adapter adapter) {
        return new AdapterMetadata(adapter.settings(), BASE, "sks", "cat");
    }

    private Path write(Adapter adapter) throws IOException {
        Path file = folder.resolve("tlora.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            AdapterFile.write(out, adapter, metadata(adapter));
        }
        return file;
    }
}
