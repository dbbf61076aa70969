package dev.tlora.diffusion.checkpoint;

import static dev.tlora.diffusion.checkpoint.TinySingleFile.FIXTURE;
import static dev.tlora.diffusion.checkpoint.TinySingleFile.loadText;
import static dev.tlora.diffusion.checkpoint.TinySingleFile.tiny;
import static dev.tlora.diffusion.checkpoint.TinySingleFile.unet;
import static dev.tlora.diffusion.checkpoint.TinySingleFile.vae;
import static dev.tlora.diffusion.checkpoint.TinySingleFile.vaeConfig;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.TrainedAdapter;
import dev.tlora.diffusion.adapter.format.MergedModel;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.tensor.Precision;
import dev.tlora.diffusion.text.TextEncoding;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.vae.Posterior;
import dev.tlora.diffusion.vae.Vae;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in one file, against what diffusers' own converters read from it. */
class SingleFileTest {

    /** The fixture's weights are float16. */
    private static final float HALF_PRECISION = 1e-3f;

    @TempDir Path folder;

    private final NDManager manager = NDManager.newBaseManager();
    private final ModelSource model = tiny(FIXTURE.file("model.safetensors"));

    @AfterEach
    void freeArrays() {
        manager.close();
    }

    @Test
    void theUNetPredictsTheReferencesNoise() {
        UNet unet = unet(model, manager);

        NDArray noise =
                unet.forward(
                        expected("sample"),
                        expected("timesteps"),
                        new Conditioning(
                                expected("encoder_hidden_states"),
                                expected("text_embeds"),
                                expected("time_ids")));

        Agreement.assertAgrees("noise", noise, expected("noise"), Agreement.FORWARD);
    }

    @Test
    void theVaeEncodesAndDecodesAsTheReference() {
        Vae vae = vae(model, manager);

        Posterior posterior = vae.encode(expected("pixels"));
        NDArray decoded = vae.decode(expected("sample"));

        Agreement.assertAgrees("mean", posterior.mean(), expected("mean"), Agreement.FORWARD);
        Agreement.assertAgrees("decoded", decoded, expected("decoded"), Agreement.FORWARD);
    }

    @Test
    void bothTextEncodersEncodeAsTheReference() {
        int[] ids =
                Arrays.stream(expected("ids").toLongArray()).mapToInt(Math::toIntExact).toArray();

        TextEncoding first =
                loadText(model, Component.TEXT_ENCODER, manager).encode(new int[][] {ids}, manager);
        TextEncoding second =
                loadText(model, Component.TEXT_ENCODER_2, manager)
                        .encode(new int[][] {ids}, manager);

        Agreement.assertAgrees("first", first.hidden(), expected("hidden"), Agreement.FORWARD);
        Agreement.assertAgrees("second", second.hidden(), expected("hidden_2"), Agreement.FORWARD);
        Agreement.assertAgrees("pooled", second.pooled(), expected("pooled"), Agreement.FORWARD);
    }

    @Test
    void anAdapterIsMergedIntoAWholeFile() throws IOException {
        // Given
        ModelFolder whole = ModelFolder.of(withBaseConfigs(FIXTURE.file("model.safetensors")));
        UNet unet = whole.unet(Precision.FLOAT32, manager);
        Adapter adapter =
                TrainedAdapter.of(TrainedAdapter.settings(AdapterMethod.TLORA), unet, 0.2, manager);
        Path merged = folder.resolve("merged.safetensors");

        // When
        try (OutputStream out = Files.newOutputStream(merged)) {
            MergedModel.writeFile(whole, adapter, 3, Map.of(), out);
        }

        // Then
        ModelFolder read = ModelFolder.of(withBaseConfigs(merged));
        read.requireWhole();
        UNet changed = read.unet(Precision.FLOAT32, manager);
        adapter.layers()
                .forEach(
                        (path, layer) -> {
                            NDArray wanted = layer.delta(3).add(weight(unet, path));
                            NDArray difference = wanted.sub(weight(changed, path));
                            assertThat(difference.abs().max().getFloat())
                                    .as(path)
                                    .isLessThan(HALF_PRECISION * wanted.abs().max().getFloat());
                        });
    }

    private static NDArray weight(UNet unet, String path) {
        return unet.adaptedProjections().get(path).weight().array();
    }

    /** Sizes of the fixture, and SDXL's where it says nothing. */
    private static SingleFile withBaseConfigs(Path file) {
        return new SingleFile(
                file,
                name ->
                        Files.exists(FIXTURE.file(name))
                                ? JsonFile.read(FIXTURE.file(name))
                                : SdxlBase.json(name));
    }

    @Test
    void aFileWithoutConfigurationHasSdxlsScale() {
        SingleFile file = SingleFile.open(FIXTURE.file("model.safetensors"));

        assertThat(vaeConfig(file).scalingFactor()).isEqualTo(0.13025);
        assertThat(ModelFolder.of(file).resolution()).isEqualTo(1024);
    }

    @Test
    void padsOfTheTwoTokenizersDiffer() {
        try (var first = model.tokenizer("tokenizer");
                var second = model.tokenizer("tokenizer_2")) {
            assertThat(first.encode("a")[76]).isEqualTo(49407);
            assertThat(second.encode("a")[76]).isZero();
        }
    }

    private NDArray expected(String name) {
        return FIXTURE.tensor("run.safetensors", name, manager);
    }
}
