package dev.tlora.diffusion.adapter.format;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.adapter.TrainedAdapter;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.checkpoint.RandomModel;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.random.CounterNoise;
import dev.tlora.diffusion.random.Purpose;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import dev.tlora.diffusion.safetensors.TensorType;
import dev.tlora.diffusion.sampling.ImageSize;
import dev.tlora.diffusion.sampling.SamplingSettings;
import dev.tlora.diffusion.sampling.StepListener;
import dev.tlora.diffusion.sampling.TextToImage;
import dev.tlora.diffusion.sampling.TimestepAware;
import dev.tlora.diffusion.schedule.SchedulerKind;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.vae.Vae;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Pictures by one adapter through every format. The files stay in {@code target/interop}, where
 * {@code tools/interop/check.py} has the Python libraries draw the same pictures from them.
 */
class InteropFilesTest {

    private static final Path FOLDER = Path.of("target", "interop");
    private static final long SEED = 5;
    private static final int STEPS = 4;
    private static final double GUIDANCE = 5;

    /** Largest difference of a picture through another format. */
    private static final float TWO_STEPS = 2f / 255;

    private final NDManager manager = NDManager.newBaseManager();
    private final Map<String, NDArray> run = new TreeMap<>();
    private ModelFolder model;
    private UNet unet;
    private Vae vae;
    private ImageSize size;

    @BeforeEach
    void make() throws IOException {
        deleteFolder();
        Files.createDirectories(FOLDER);
        RandomModel.write(FOLDER.resolve("model"), 1);
        model = ModelFolder.open(FOLDER.resolve("model"));
        unet = model.unet(manager);
        vae = model.vae(manager);
        size = new ImageSize(model.resolution(), model.resolution());
        run.put("hidden", TinyModel.gaussian(1, new Shape(1, 77, 20), manager));
        run.put("pooled", TinyModel.gaussian(2, new Shape(1, 12), manager));
        run.put("noise", noise());
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void everyFormatDrawsTheSamePicture() throws IOException {
        // Given
        Adapter adapter =
                TrainedAdapter.of(
                        TrainedAdapter.settings(AdapterMethod.TLORA), unet, 0.15, manager);
        AdapterExport export = export(adapter);
        run.put("plain", picture(TimestepAware.none()));
        run.put("masked", picture(adapter));
        run.put("adapted", unmasked(adapter));

        // When
        for (AdapterFormat format : AdapterFormat.values()) {
            try (OutputStream out = Files.newOutputStream(file(format))) {
                export.write(format, out);
            }
        }
        MergedModel.write(model, adapter, 4, Map.of("format", "pt"), FOLDER.resolve("merged"));
        try (OutputStream out = Files.newOutputStream(FOLDER.resolve("run.safetensors"))) {
            SafetensorsWriter.write(
                    out, run, Map.of("steps", "" + STEPS, "guidance", "" + GUIDANCE));
        }

        // Then
        assertThat(difference("plain", run.get("adapted"))).isGreaterThan(10 * TWO_STEPS);
        for (AdapterFormat format : AdapterFormat.values()) {
            try (AdapterSource source = AdapterSource.open(file(format))) {
                Adapter read = source.read(manager);
                assertThat(difference("adapted", unmasked(read)))
                        .as("%s, all components", format)
                        .isLessThan(TWO_STEPS);
                assertThat(difference("masked", picture(read)))
                        .as("%s, masked", format)
                        .isLessThan(TWO_STEPS);
            }
        }
    }

    private AdapterExport export(Adapter adapter) {
        AdapterMetadata metadata =
                new AdapterMetadata(adapter.settings(), model.hash(), "sks", "robot");
        return new AdapterExport(
                adapter, metadata, ExportedRank.all(adapter.settings()), TensorType.F16);
    }

    private static Path file(AdapterFormat format) {
        return FOLDER.resolve(format.wireName() + ".safetensors");
    }

    private NDArray unmasked(Adapter adapter) {
        adapter.useRanks(RankSchedule.constant(adapter.settings().ranks().rank()));
        NDArray picture = picture(adapter);
        adapter.useRanks(adapter.settings().ranks());
        return picture;
    }

    private NDArray picture(Adapter adapter) {
        adapter.attachTo(unet);
        NDArray picture = picture(adapter::atTimestep);
        adapter.detachFrom(unet);
        return picture;
    }

    /** (1, 3, height, width) in [0, 1]. */
    private NDArray picture(TimestepAware adapter) {
        Conditioning prompt =
                new Conditioning(run.get("hidden"), run.get("pooled"), size.timeIds(1, manager));
        NDArray latents =
                new TextToImage(unet, model.noiseSchedule())
                        .sample(
                                prompt,
                                new long[] {SEED},
                                new SamplingSettings(SchedulerKind.EULER, STEPS, GUIDANCE, size),
                                adapter,
                                StepListener.none());
        return vae.decode(latents.div(vae.scalingFactor())).div(2).add(0.5).clip(0, 1);
    }

    private NDArray noise() {
        int side = model.unetConfig().sampleSize();
        Shape shape = new Shape(1, 4, side, side);
        float[] values =
                CounterNoise.gaussian(SEED, 0, Purpose.INITIAL_LATENTS, (int) shape.size());
        return HostArrays.create(manager, values, shape);
    }

    private float difference(String expected, NDArray picture) {
        return picture.sub(run.get(expected)).abs().max().getFloat();
    }

    private static void deleteFolder() throws IOException {
        if (Files.exists(FOLDER)) {
            try (Stream<Path> files = Files.walk(FOLDER)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
