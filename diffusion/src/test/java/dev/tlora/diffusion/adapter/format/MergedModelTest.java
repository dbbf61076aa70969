package dev.tlora.diffusion.adapter.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.TrainedAdapter;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.checkpoint.RandomModel;
import dev.tlora.diffusion.checkpoint.StoredTensors;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.unet.UNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedModelTest {

    private static final int ACTIVE = 3;

    /** The random model's weights are float16. */
    private static final float HALF_PRECISION = 1e-3f;

    @TempDir Path folder;

    private final NDManager manager = NDManager.newBaseManager();
    private ModelFolder model;

    @BeforeEach
    void make() throws IOException {
        RandomModel.write(folder.resolve("model"), 1);
        model = ModelFolder.open(folder.resolve("model"));
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void theMergedModelIsAWholeModelWithTheDeltaInItsWeights() throws IOException {
        // Given
        UNet unet = model.unet(manager);
        Adapter adapter =
                TrainedAdapter.of(TrainedAdapter.settings(AdapterMethod.TLORA), unet, 0.2, manager);

        // When
        MergedModel.write(model, adapter, ACTIVE, Map.of("format", "pt"), folder.resolve("merged"));

        // Then
        ModelFolder merged = ModelFolder.open(folder.resolve("merged"));
        assertThat(merged.hash()).isNotEqualTo(model.hash());
        UNet changed = merged.unet(manager);
        adapter.layers()
                .forEach(
                        (path, layer) -> {
                            NDArray before = unet.adaptedProjections().get(path).weight().array();
                            NDArray after = changed.adaptedProjections().get(path).weight().array();
                            NDArray wanted = layer.delta(ACTIVE).add(before);
                            assertThat(wanted.sub(after).abs().max().getFloat())
                                    .as(path)
                                    .isLessThan(HALF_PRECISION * wanted.abs().max().getFloat());
                        });
        assertThat(changed.namedWeights().get("conv_in.weight").array())
                .isEqualTo(unet.namedWeights().get("conv_in.weight").array());
        assertThat(folder.resolve("merged/vae/config.json")).exists();
    }

    @Test
    void aSingleFileOfAFolderIsItsMergedUNetUnderSdxlsOwnNames() throws IOException {
        // Given
        Adapter adapter =
                TrainedAdapter.of(
                        TrainedAdapter.settings(AdapterMethod.TLORA),
                        model.unet(manager),
                        0.2,
                        manager);
        MergedModel.write(model, adapter, ACTIVE, Map.of(), folder.resolve("merged"));

        // When
        Path file = folder.resolve("merged.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            MergedModel.writeFile(model, adapter, ACTIVE, Map.of("about", "it"), out);
        }

        // Then
        try (SafetensorsFile written = SafetensorsFile.open(file);
                StoredTensors expected = ModelFolder.open(folder.resolve("merged")).unetTensors()) {
            assertThat(written.metadata()).containsEntry("about", "it");
            assertThat(written.names())
                    .hasSameSizeAs(expected.names())
                    .contains("model.diffusion_model.input_blocks.0.0.weight");
            expected.names()
                    .forEach(
                            name ->
                                    assertThat(
                                                    written.readFloat(
                                                            model.nameInSingleFile(name), manager))
                                            .as(name)
                                            .isEqualTo(expected.readFloat(name, manager)));
        }
    }

    @Test
    void anAdapterOfAnotherNetworkLeavesNothingBehind() throws IOException {
        Adapter other =
                Adapter.create(
                        TrainedAdapter.settings(AdapterMethod.LORA),
                        TinyModel.unet(manager),
                        manager);

        assertThatThrownBy(
                        () ->
                                MergedModel.write(
                                        model, other, 2, Map.of(), folder.resolve("merged")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("the adapter has layer");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("model");
        }
    }
}
