package dev.tlora.diffusion.adapter.format;

import static dev.tlora.diffusion.fixture.Agreement.FORWARD;
import static dev.tlora.diffusion.fixture.Agreement.assertAgrees;
import static dev.tlora.diffusion.fixture.Agreement.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.checkpoint.JsonFile;
import dev.tlora.diffusion.checkpoint.WeightLoader;
import dev.tlora.diffusion.fixture.Fixture;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import dev.tlora.diffusion.safetensors.TensorSource;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that diffusers, peft and the formulas wrote; {@code tools/interop} says how. */
class AdapterSourceTest {

    private static final Fixture FILES = Fixture.of("adapter_files");
    private static final Fixture NETWORK = Fixture.of("text_to_image");
    private static final String ANSWERS = "answers.safetensors";
    private static final int RANK = 3;

    @TempDir Path folder;

    private final NDManager manager = NDManager.newBaseManager();
    private UNet unet;

    @BeforeEach
    void load() {
        unet = new UNet(UNetConfig.parse(JsonFile.read(NETWORK.file("unet/config.json"))));
        try (SafetensorsFile weights = NETWORK.open("unet/model.safetensors")) {
            WeightLoader.load(unet, weights, manager);
        }
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({
        "diffusers, DIFFUSERS",
        "diffusers-alpha, DIFFUSERS",
        "peft, DIFFUSERS",
        "kohya-sgm, KOHYA",
        "kohya-diffusers, KOHYA",
    })
    void plainLorasAnswerAsTheyDoWhereTheyCameFrom(String name, AdapterFormat format) {
        try (AdapterSource source = AdapterSource.open(FILES.file(name + ".safetensors"))) {
            Adapter adapter = source.read(manager);

            assertThat(source.format()).isEqualTo(format);
            assertThat(adapter.settings().method()).isEqualTo(AdapterMethod.LORA);
            assertThat(adapter.settings().ranks()).isEqualTo(RankSchedule.constant(RANK));
            assertAgrees(name, answer(adapter), expected(name), FORWARD);
            assertThat(error(expected("none"), expected(name)))
                    .as("what the adapter changes")
                    .isGreaterThan(0.1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "reference-ortho, ortho-lora, tlora",
        "reference-vanilla, lora, vanilla-tlora",
    })
    void theReferencesFilesAnswerAsTheFormulasDoAtEveryRank(
            String name, String read, String masked) {
        try (AdapterSource source = AdapterSource.open(FILES.file(name + ".safetensors"))) {
            Adapter adapter = source.read(manager);

            assertThat(source.format()).isEqualTo(AdapterFormat.REFERENCE);
            assertThat(adapter.settings().method()).isEqualTo(AdapterMethod.of(read));
            assertThat(AdapterMethod.of(masked).withoutMask()).isEqualTo(AdapterMethod.of(read));
            for (int active = 1; active <= RANK; active++) {
                assertAgrees(
                        name,
                        answer(atRank(adapter, active)),
                        expected(name + ".active" + active),
                        FORWARD);
            }
        }
    }

    @Test
    void halfOfAPairIsRefused() throws IOException {
        Path file =
                changed("diffusers", tensors -> tensors.remove(first(tensors, ".lora_B.weight")));

        assertRefused(file, "lacks up.weight of ");
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(FILES.file("kohya-sgm.safetensors"));
        Path file = folder.resolve("half.safetensors");
        Files.write(file, Arrays.copyOf(whole, whole.length - 100));

        assertThatThrownBy(() -> AdapterSource.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("half.safetensors");
    }

    @ParameterizedTest
    @CsvSource({
        "diffusers, text_encoder.text_model.encoder.layers.0.self_attn.q_proj.lora_A.weight",
        "diffusers, unet.mid_block.attentions.0.proj_in.lora_A.weight",
        "kohya-sgm, lora_te1_text_model_encoder_layers_0_mlp_fc1.lora_down.weight",
        "reference-ortho, mid_block.attentions.0.transformer_blocks.0.ff.lora.lambda_layer",
    })
    void aTensorThatIsLeftOverIsRefused(String name, String extra) throws IOException {
        Path file =
                changed(
                        name,
                        tensors -> tensors.put(extra, TensorSource.of(manager.ones(shape(3, 16)))));

        assertRefused(file, "holds '" + extra + "'");
    }

    @Test
    void aFactorOfAnotherRankIsRefused() throws IOException {
        Path file =
                changed(
                        "peft",
                        tensors ->
                                tensors.put(
                                        first(tensors, ".lora_A.weight"),
                                        TensorSource.of(manager.ones(shape(2, 16)))));

        assertRefused(file, "which are no pair of factors");
    }

    @Test
    void aBaseOfAnotherSizeIsRefused() throws IOException {
        Path file =
                changed(
                        "reference-ortho",
                        tensors ->
                                tensors.put(
                                        first(tensors, ".base_q.weight"),
                                        TensorSource.of(manager.ones(shape(3, 17)))));

        assertRefused(file, "base_q.weight' has shape [3, 17]");
    }

    @Test
    void aLycorisFileIsRefusedForWhatItLacks() throws IOException {
        Path file = folder.resolve("lycoris.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            SafetensorsWriter.write(
                    out,
                    Map.of("lora_unet_middle_block_1_to_q.lambda_layer", manager.ones(shape(1, 4))),
                    Map.of());
        }

        assertThatThrownBy(() -> AdapterSource.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("LyCORIS");
    }

    @Test
    void aFileWithoutAdapterIsRefused() {
        assertThatThrownBy(() -> AdapterSource.open(NETWORK.file("unet/model.safetensors")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is no adapter in a known format");
    }

    private void assertRefused(Path file, String words) {
        assertThatThrownBy(
                        () -> {
                            try (AdapterSource source = AdapterSource.open(file)) {
                                source.read(manager);
                            }
                        })
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(words);
    }

    private Path changed(String name, Consumer<Map<String, TensorSource>> change)
            throws IOException {
        Path file = folder.resolve("changed.safetensors");
        Map<String, TensorSource> tensors = new TreeMap<>();
        try (SafetensorsFile original = FILES.open(name + ".safetensors");
                OutputStream out = Files.newOutputStream(file)) {
            original.names().forEach(tensor -> tensors.put(tensor, original.source(tensor)));
            change.accept(tensors);
            SafetensorsWriter.writeAll(out, tensors, original.metadata());
        }
        return file;
    }

    private static String first(Map<String, TensorSource> tensors, String end) {
        return tensors.keySet().stream()
                .filter(name -> name.endsWith(end))
                .findFirst()
                .orElseThrow();
    }

    private static Shape shape(long... sizes) {
        return new Shape(sizes);
    }

    /** The same layers under a schedule that keeps {@code active} components all the time. */
    private Adapter atRank(Adapter adapter, int active) {
        AdapterMethod method =
                adapter.settings().method() == AdapterMethod.LORA
                        ? AdapterMethod.VANILLA_TLORA
                        : AdapterMethod.TLORA;
        AdapterSettings settings =
                new AdapterSettings(
                        method, new RankSchedule(RANK, active, 1e9), Initialisation.RANDOM_LAST, 0);
        return Adapter.of(settings, adapter.tensors(), manager.newSubManager());
    }

    private NDArray answer(Adapter adapter) {
        adapter.attachTo(unet);
        adapter.atTimestep(500);
        NDArray hidden = FILES.tensor(ANSWERS, "hidden", manager);
        NDArray timeIds = manager.create(new float[] {64, 64, 0, 0, 64, 64}, new Shape(1, 6));
        return unet.forward(
                FILES.tensor(ANSWERS, "sample", manager),
                manager.create(new float[] {500}),
                new Conditioning(hidden, FILES.tensor(ANSWERS, "pooled", manager), timeIds));
    }

    private NDArray expected(String name) {
        return FILES.tensor(ANSWERS, name, manager);
    }
}
