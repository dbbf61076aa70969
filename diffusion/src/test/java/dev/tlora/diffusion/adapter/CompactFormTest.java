package dev.tlora.diffusion.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.SdxlConfig;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import dev.tlora.diffusion.safetensors.TensorSource;
import dev.tlora.diffusion.unet.UNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompactFormTest {

    private static final String BASE = "a".repeat(64);
    private static final long MEGABYTE = 1_000_000;

    /** Two factors rounded to eight bits each. */
    private static final double ROUNDING = 0.01;

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
    void deltasSurviveUpToTheRoundingOfTheChange(AdapterMethod method) throws IOException {
        Adapter adapter = trained(TrainedAdapter.settings(method), 1e-3);

        Adapter read = AdapterFile.read(write(adapter), unet, BASE, manager);

        assertThat(read.settings()).isEqualTo(adapter.settings());
        assertThat(read.layers().keySet()).isEqualTo(adapter.layers().keySet());
        read.layers()
                .forEach(
                        (path, layer) ->
                                assertThat(
                                                Agreement.error(
                                                        layer.delta(3),
                                                        adapter.layers().get(path).delta(3)))
                                        .as(path)
                                        .isLessThan(ROUNDING));
    }

    @Test
    void anAdapterThatLearnedNothingStillChangesNothing() throws IOException {
        Adapter fresh = Adapter.create(TrainedAdapter.settings(AdapterMethod.TLORA), unet, manager);

        Adapter read = AdapterFile.read(write(fresh), unet, BASE, manager);

        read.layers()
                .forEach(
                        (path, layer) ->
                                assertThat(layer.delta(4).abs().max().getFloat())
                                        .as(path)
                                        .isZero());
    }

    @Test
    void theBaseIsDrawnAgainBitForBit() throws IOException {
        Adapter adapter = trained(TrainedAdapter.settings(AdapterMethod.TLORA), 1e-3);
        Path file = write(adapter);

        Adapter read = AdapterFile.read(file, unet, BASE, manager);

        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            assertThat(tensors.names()).noneMatch(name -> name.contains("base"));
        }
        read.layers()
                .forEach(
                        (path, layer) ->
                                layer.frozen()
                                        .forEach(
                                                (array, values) ->
                                                        assertThat(values.toFloatArray())
                                                                .as(path + " " + array)
                                                                .isEqualTo(
                                                                        adapter.layers()
                                                                                .get(path)
                                                                                .frozen()
                                                                                .get(array)
                                                                                .toFloatArray())));
    }

    @Test
    void aBaseThatNoSeedDrawsIsStored() throws IOException {
        AdapterSettings ofWeights =
                new AdapterSettings(
                        AdapterMethod.TLORA, new RankSchedule(4, 2, 1), Initialisation.LAST, 11);

        Path file = write(trained(ofWeights, 1e-3));

        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            assertThat(tensors.names()).anyMatch(name -> name.endsWith(".base_q.weight"));
        }
    }

    @Test
    void anotherBaseThanTheSeedDrawsIsRefused() throws IOException {
        Path file = write(trained(TrainedAdapter.settings(AdapterMethod.TLORA), 1e-3));
        Path forged = folder.resolve("forged.safetensors");
        Map<String, TensorSource> tensors = new TreeMap<>();
        try (SafetensorsFile original = SafetensorsFile.open(file);
                OutputStream out = Files.newOutputStream(forged)) {
            original.names().forEach(name -> tensors.put(name, original.source(name)));
            Map<String, String> metadata = new HashMap<>(original.metadata());
            metadata.put("seed", "12");
            SafetensorsWriter.writeAll(out, tensors, metadata);
        }

        assertThatThrownBy(() -> AdapterFile.read(forged, unet, BASE, manager))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("seed 12 no longer draws");
    }

    @Test
    void sdxlAtRank64TakesLessThan190Megabytes() throws IOException {
        try (OutputCounter counter = new OutputCounter()) {
            SafetensorsWriter.writeAll(
                    counter,
                    CompactForm.tensors(emptySdxlAdapter(64), false),
                    Map.of("format", "tlora.v1"));

            assertThat(counter.bytes()).isBetween(180 * MEGABYTE, 190 * MEGABYTE);
        }
    }

    /** All zeros; layers of one size share their arrays. */
    private Adapter emptySdxlAdapter(int rank) {
        AdapterSettings settings =
                new AdapterSettings(
                        AdapterMethod.TLORA,
                        new RankSchedule(rank, rank / 2, 1),
                        Initialisation.RANDOM_LAST,
                        0);
        Map<List<Long>, NDArray> zeros = new HashMap<>();
        Map<String, NDArray> arrays = new HashMap<>();
        TensorShapes.of(settings, new UNet(SdxlConfig.unet()))
                .forEach(
                        (name, shape) ->
                                arrays.put(
                                        name,
                                        zeros.computeIfAbsent(
                                                shape,
                                                one ->
                                                        manager.zeros(
                                                                new Shape(
                                                                        one.get(0), one.get(1))))));
        return Adapter.of(settings, arrays, manager.newSubManager());
    }

    private Adapter trained(AdapterSettings settings, double distance) {
        return TrainedAdapter.of(settings, unet, distance, manager);
    }

    private Path write(Adapter adapter) throws IOException {
        Path file = folder.resolve("compact.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            AdapterFile.writeCompact(
                    out, adapter, new AdapterMetadata(adapter.settings(), BASE, "sks", "cat"));
        }
        return file;
    }

    /** Counts and forgets. */
    private static final class OutputCounter extends OutputStream {

        private long count;

        long bytes() {
            return count;
        }

        @Override
        public void write(int value) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
        }
    }
}
