package dev.tlora.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Precision;
import dev.tlora.diffusion.text.PromptEmbeddings;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.vae.Vae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole model in each element type; float16 as the file has it, the others converted. */
class PrecisionTest {

    /** Rounding to the ten bits of float16 or the seven of bfloat16, through all layers. */
    private static final double CLOSE = 0.05;

    @TempDir static Path parent;
    private static Path folder;

    private final NDManager manager = NDManager.newBaseManager();
    private final ModelFolder model = ModelFolder.open(folder);

    @BeforeAll
    static void writeModel() throws IOException {
        folder = parent.resolve("model");
        RandomModel.write(folder, 3);
    }

    @AfterEach
    void freeArrays() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = "FLOAT32", mode = EnumSource.Mode.EXCLUDE)
    void noiseIsAboutThatOfFloat32AndStaysFloat32(Precision precision) {
        NDArray exact = denoised(model.unet(Precision.FLOAT32, manager));
        UNet unet = model.unet(precision, manager);

        NDArray rounded = denoised(unet);

        assertThat(rounded.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(Agreement.error(rounded, exact)).isBetween(1e-6, CLOSE);
        assertThat(unet.namedWeights().get("conv_in.weight").array().getDataType())
                .isEqualTo(precision == Precision.FLOAT16 ? DataType.FLOAT16 : DataType.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = "FLOAT32", mode = EnumSource.Mode.EXCLUDE)
    void promptsAreAboutThoseOfFloat32(Precision precision) {
        List<String> prompts = List.of("a photo of a cat", "");
        PromptEmbeddings exact = model.promptEncoder(manager).encode(prompts, manager);

        PromptEmbeddings rounded = model.promptEncoder(precision, manager).encode(prompts, manager);

        assertThat(Agreement.error(rounded.hidden(), exact.hidden())).isBetween(1e-6, CLOSE);
        assertThat(Agreement.error(rounded.pooled(), exact.pooled())).isBetween(1e-6, CLOSE);
    }

    @Test
    void adaptersOfABfloat16NetworkGetGradientsInFloat32() {
        // Given
        UNet unet = model.unet(Precision.BFLOAT16, manager);
        Adapter adapter =
                Adapter.create(
                        new AdapterSettings(
                                AdapterMethod.TLORA,
                                new RankSchedule(4, 2, 1),
                                Initialisation.RANDOM_LAST,
                                1),
                        unet,
                        manager);
        Map<String, NDArray> trainable = adapter.trainable();
        trainable.values().forEach(array -> array.setRequiresGradient(true));
        adapter.attachTo(unet);

        // When
        Gradients.backward(
                () -> Kernel.MSE.call(denoised(unet), manager.zeros(new Shape(1, 4, 16, 16))));

        // Then
        trainable.forEach(
                (name, array) -> {
                    NDArray gradient = Gradients.of(array, manager);
                    assertThat(gradient.getDataType()).as(name).isEqualTo(DataType.FLOAT32);
                    assertThat(gradient.abs().sum().getFloat()).as(name).isPositive().isFinite();
                });
    }

    @Test
    void theVaeStaysInFloat32UnlessItsConfigurationAllowsLess() throws IOException {
        Vae forced = model.vae(Precision.FLOAT16, manager);
        Path config = folder.resolve("vae/config.json");
        String text = Files.readString(config);
        Files.writeString(
                config, text.replace("\"force_upcast\": true", "\"force_upcast\": false"));

        Vae allowed = ModelFolder.open(folder).vae(Precision.FLOAT16, manager);

        Files.writeString(config, text);
        assertThat(typeOf(forced)).isEqualTo(DataType.FLOAT32);
        assertThat(typeOf(allowed)).isEqualTo(DataType.FLOAT16);
        NDArray latents = manager.randomNormal(new Shape(1, 4, 4, 4));
        assertThat(Agreement.error(allowed.decode(latents), forced.decode(latents)))
                .isBetween(1e-6, CLOSE);
    }

    private static DataType typeOf(Vae vae) {
        return vae.namedWeights().get("decoder.conv_in.weight").array().getDataType();
    }

    private NDArray denoised(UNet unet) {
        Conditioning conditioning =
                new Conditioning(
                        ramp(new Shape(1, 77, 20)),
                        ramp(new Shape(1, 12)),
                        manager.create(new float[] {128, 128, 0, 0, 128, 128}, new Shape(1, 6)));
        return unet.forward(
                ramp(new Shape(1, 4, 16, 16)), manager.create(new float[] {901}), conditioning);
    }

    /** The same values at every call. */
    private NDArray ramp(Shape shape) {
        return manager.arange((float) shape.size()).mul(0.7).sin().reshape(shape);
    }
}
