package dev.tlora.diffusion.adapter.format;

import static dev.tlora.diffusion.fixture.Agreement.error;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.adapter.TrainedAdapter;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.safetensors.TensorType;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterExportTest {

    private static final String BASE = "a".repeat(64);
    private static final int RANK = 4;
    private static final int MIN_RANK = 2;

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

    static Stream<Arguments> everyMethodInEveryFormat() {
        return Stream.of(AdapterMethod.values())
                .flatMap(
                        method ->
                                Stream.of(AdapterFormat.values())
                                        .map(format -> Arguments.of(method, format)));
    }

    @ParameterizedTest
    @MethodSource("everyMethodInEveryFormat")
    void whatIsExportedIsReadAsTheSameAdapterMaskIncluded(
            AdapterMethod method, AdapterFormat format) throws IOException {
        Adapter adapter = trained(method);

        Path file = write(all(adapter), format);

        try (AdapterSource source = AdapterSource.open(file)) {
            Adapter read = source.read(manager);
            assertThat(source.format()).isEqualTo(format);
            assertThat(source.metadata().className()).isEqualTo("cat");
            assertThat(source.metadata().baseModelHash()).isEqualTo(BASE);
            assertThat(read.settings()).isEqualTo(adapter.settings());
            double bar = format == AdapterFormat.TLORA ? 1e-2 : 1e-5;
            assertSameDeltas(read, adapter, MIN_RANK, MIN_RANK, bar);
            assertSameDeltas(read, adapter, RANK, RANK, bar);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AdapterFormat.class,
            names = {"DIFFUSERS", "KOHYA"})
    void theAlwaysOnPartIsAnAdapterWithoutMask(AdapterFormat format) throws IOException {
        Adapter adapter = trained(AdapterMethod.TLORA);
        AdapterExport export =
                export(adapter, ExportedRank.alwaysOn(adapter.settings()), TensorType.F32);

        Path file = write(export, format);

        try (AdapterSource source = AdapterSource.open(file)) {
            Adapter read = source.read(manager);
            assertThat(read.settings().method()).isEqualTo(AdapterMethod.ORTHO_LORA);
            assertThat(read.settings().ranks()).isEqualTo(RankSchedule.constant(MIN_RANK));
            assertThat(source.metadata().notes())
                    .containsEntry("components", "always-on")
                    .containsEntry("source_method", "tlora")
                    .containsEntry("source_rank", "4");
            assertSameDeltas(read, adapter, MIN_RANK, MIN_RANK, 1e-5);
        }
    }

    @Test
    void theRankAtATimestepIsThatOfTheSchedule() {
        AdapterSettings settings = TrainedAdapter.settings(AdapterMethod.TLORA);

        assertThat(ExportedRank.at(500, settings).components()).isEqualTo(3);
        assertThat(ExportedRank.at(999, settings).components()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(AdapterMethod.class)
    void onlyMaskedAdaptersAreWarnedAbout(AdapterMethod method) {
        Adapter adapter = trained(method);

        if (method.isMasked()) {
            assertThat(all(adapter).warning())
                    .hasValueSatisfying(
                            words -> assertThat(words).contains("2 of 4", "no timesteps"));
        } else {
            assertThat(all(adapter).warning()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TensorType.class,
            names = {"F16", "BF16"})
    void aFreshAdapterStaysNothingInHalfPrecision(TensorType type) throws IOException {
        Adapter fresh = Adapter.create(TrainedAdapter.settings(AdapterMethod.TLORA), unet, manager);

        Path file =
                write(
                        export(fresh, ExportedRank.all(fresh.settings()), type),
                        AdapterFormat.DIFFUSERS);

        try (AdapterSource source = AdapterSource.open(file)) {
            source.read(manager)
                    .layers()
                    .forEach(
                            (path, layer) ->
                                    assertThat(layer.delta(RANK).abs().max().getFloat())
                                            .as(path)
                                            .isZero());
        }
    }

    @Test
    void aKohyaFileTellsUserInterfacesWhatItIs() throws IOException {
        Path file = write(all(trained(AdapterMethod.TLORA)), AdapterFormat.KOHYA);

        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            Map<String, String> metadata = tensors.metadata();
            assertThat(metadata)
                    .containsEntry("ss_base_model_version", "sdxl_base_v1-0")
                    .containsEntry("ss_network_module", "networks.lora")
                    .containsEntry("ss_network_dim", "8")
                    .containsEntry("ss_network_alpha", "8")
                    .containsEntry("ss_v2", "False")
                    .containsEntry("modelspec.architecture", "stable-diffusion-xl-v1-base/lora")
                    .containsEntry("modelspec.trigger_phrase", "sks cat")
                    .containsKeys("sshs_model_hash", "sshs_legacy_hash");
            assertThat(metadata.get("modelspec.usage_hint")).contains("no timesteps");
            assertThat(tensors.names())
                    .contains(
                            "lora_unet_middle_block_1_transformer_blocks_0_attn1_to_out_0.alpha",
                            "lora_unet_input_blocks_3_1_transformer_blocks_0_attn2_to_q"
                                    + ".lora_down.weight");
        }
    }

    @Test
    void aDiffusersFileCarriesItsPeftConfiguration() throws IOException {
        Path file = write(all(trained(AdapterMethod.ORTHO_LORA)), AdapterFormat.DIFFUSERS);

        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            assertThat(tensors.metadata().get("lora_adapter_metadata"))
                    .contains("\"unet.r\":8", "\"unet.lora_alpha\":8");
            assertThat(tensors.info(tensors.names().iterator().next()).shape()).contains(8L);
        }
    }

    private static void assertSameDeltas(
            Adapter read, Adapter adapter, int components, int expected, double bar) {
        assertThat(read.layers().keySet()).isEqualTo(adapter.layers().keySet());
        read.layers()
                .forEach(
                        (path, layer) -> {
                            NDArray wanted = adapter.layers().get(path).delta(expected);
                            assertThat(error(layer.delta(components), wanted))
                                    .as(path)
                                    .isLessThan(bar);
                        });
    }

    private Adapter trained(AdapterMethod method) {
        return TrainedAdapter.of(TrainedAdapter.settings(method), unet, 0.05, manager);
    }

    private static AdapterExport all(Adapter adapter) {
        return export(adapter, ExportedRank.all(adapter.settings()), TensorType.F32);
    }

    private static AdapterExport export(Adapter adapter, ExportedRank rank, TensorType type) {
        AdapterMetadata metadata = new AdapterMetadata(adapter.settings(), BASE, "sks", "cat");
        return new AdapterExport(adapter, metadata, rank, type);
    }

    private Path write(AdapterExport export, AdapterFormat format) throws IOException {
        Path file = folder.resolve("exported.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            export.write(format, out);
        }
        return file;
    }
}
