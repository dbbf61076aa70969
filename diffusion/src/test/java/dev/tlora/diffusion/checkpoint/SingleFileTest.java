package dev.tlora.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.TrainedAdapter;
import dev.tlora.diffusion.adapter.format.MergedModel;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.Fixture;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Precision;
import dev.tlora.diffusion.text.ClipTextConfig;
import dev.tlora.diffusion.text.ClipTextEncoder;
import dev.tlora.diffusion.text.TextEncoding;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import dev.tlora.diffusion.vae.Posterior;
import dev.tlora.diffusion.vae.Vae;
import dev.tlora.diffusion.vae.VaeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in one file, against what diffusers' own converters read from it. */
class SingleFileTest {

    private static final Fixture FIXTURE = Fixture.of("single_file");

    /** The fixture's weights are float16. */
    private static final float HALF_PRECISION = 1e-3f;

    @TempDir Path folder;

    private final NDManager manager = NDManager.newBaseManager();
    private final TensorFiles files = new TensorFiles(manager);
    private final ModelSource model = tiny(FIXTURE.file("model.safetensors"));

    /** The sizes of SDXL are those of the fixture here. */
    private static SingleFile tiny(Path file) {
        return new SingleFile(file, name -> JsonFile.read(FIXTURE.file(name)));
    }

    @AfterEach
    void freeArrays() {
        manager.close();
    }

    @Test
    void theUNetPredictsTheReferencesNoise() {
        UNet unet = unet(model);

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
        Vae vae = vae(model);

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
                loadText(model, Component.TEXT_ENCODER).encode(new int[][] {ids}, manager);
        TextEncoding second =
                loadText(model, Component.TEXT_ENCODER_2).encode(new int[][] {ids}, manager);

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
    void sdxlBaseIsLookedForUnderExactlyThePublishedNamesAndShapes() throws IOException {
        SingleFile base = new SingleFile(folder, SdxlBase::json);

        Map<String, List<Long>> published = published();

        Map<String, List<Long>> left = new TreeMap<>(published);
        find(base, Component.UNET, new UNet(unetConfig(base)), 1680, published, left);
        find(base, Component.VAE, new Vae(vaeConfig(base)), 248, published, left);
        find(
                base,
                Component.TEXT_ENCODER,
                text(base, Component.TEXT_ENCODER),
                196,
                published,
                left);
        find(
                base,
                Component.TEXT_ENCODER_2,
                text(base, Component.TEXT_ENCODER_2),
                517,
                published,
                left);
        assertThat(left).containsOnlyKeys("conditioner.embedders.1.model.logit_scale");
    }

    private static void find(
            SingleFile base,
            Component component,
            CheckpointBlock network,
            int tensors,
            Map<String, List<Long>> published,
            Map<String, List<Long>> left) {
        assertThat(network.namedWeights()).hasSize(tensors);
        network.namedWeights()
                .forEach(
                        (name, weight) -> {
                            Place place = base.place(component, name);
                            assertThat(published).as(name).containsKey(place.name());
                            assertThat(place.layout().shapeIn(published.get(place.name())))
                                    .as(place.name())
                                    .containsExactlyElementsOf(
                                            Arrays.stream(weight.shape().getShape())
                                                    .boxed()
                                                    .toList());
                            left.remove(place.name());
                        });
    }

    private static Map<String, List<Long>> published() throws IOException {
        try (InputStream in =
                SingleFileTest.class.getResourceAsStream("sdxl-single-file-tensors.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .collect(Collectors.toMap(line -> line[0], line -> shape(line[1])));
        }
    }

    private static List<Long> shape(String dimensions) {
        return dimensions.isEmpty()
                ? List.of()
                : Arrays.stream(dimensions.split(",")).map(Long::valueOf).toList();
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

        assertThatThrownBy(() -> unet(tiny(file)))
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

        assertThatThrownBy(() -> vae(tiny(file)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        file + ": tensor '" + name + "' has shape [8, 8, 3, 3], the network needs");
    }

    @Test
    void aTensorTooManyIsNamed() throws IOException {
        Path file = without("conditioner.embedders.1.model.logit_scale");
        String name = "conditioner.embedders.0.transformer.text_model.extra";
        files.add(file, name, files.counting(0, 1));

        assertThatThrownBy(() -> loadText(tiny(file), Component.TEXT_ENCODER))
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

    private UNet unet(ModelSource source) {
        return Component.UNET.load(
                source, unetConfig(source), UNet::new, Precision.FLOAT32, manager);
    }

    private Vae vae(ModelSource source) {
        return Component.VAE.load(source, vaeConfig(source), Vae::new, Precision.FLOAT32, manager);
    }

    private ClipTextEncoder loadText(ModelSource source, Component component) {
        ClipTextEncoder encoder = text(source, component);
        component.loadInto(encoder.namedWeights(), source, Precision.FLOAT32, manager);
        return encoder;
    }

    private static ClipTextEncoder text(ModelSource source, Component component) {
        return new ClipTextEncoder(component.config(source, ClipTextConfig::parse));
    }

    private static UNetConfig unetConfig(ModelSource source) {
        return Component.UNET.config(source, UNetConfig::parse);
    }

    private static VaeConfig vaeConfig(ModelSource source) {
        return Component.VAE.config(source, VaeConfig::parse);
    }

    private NDArray expected(String name) {
        return FIXTURE.tensor("run.safetensors", name, manager);
    }
}
