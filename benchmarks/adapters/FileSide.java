import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.AdaptedLayer;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes the adapter file of all 560 SDXL layers at rank 64 with values in it, reads it back, and
 * says how large it is, how long both took, and how far the read deltas are from the written ones.
 */
final class FileSide {

    private static final int RANK = 64;

    /** About what 800 steps at a learning rate of 1e-4 move a value by. */
    private static final double DISTANCE = 0.01;

    private static final UNetConfig SDXL =
            new UNetConfig(
                    4, 4, 128, List.of(320, 640, 1280), List.of(false, true, true), 2,
                    List.of(1, 2, 10), List.of(5, 10, 20), 2048, 256, 2816, 32, 1e-5);

    public static void main(String[] arguments) throws IOException {
        Path file = Files.createTempFile("tlora", ".safetensors");
        try (NDManager manager = NDManager.newBaseManager();
                Adapter adapter = trained(manager)) {
            double written = seconds(() -> write(adapter, file));
            long begin = System.nanoTime();
            try (SafetensorsFile opened = SafetensorsFile.open(file);
                    Adapter read = AdapterFile.read(opened, manager)) {
                double taken = (System.nanoTime() - begin) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%d layers at rank %d: %.1f MB, written in %.1f s, read in %.1f s; deltas"
                                + " differ by at most %.1e of their length%n",
                        adapter.layers().size(),
                        RANK,
                        Files.size(file) / 1e6,
                        written,
                        taken,
                        largestError(adapter, read));
            }
        } finally {
            Files.delete(file);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static double seconds(Work work) throws IOException {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    private static Adapter trained(NDManager manager) {
        AdapterSettings settings =
                new AdapterSettings(
                        AdapterMethod.TLORA,
                        new RankSchedule(RANK, RANK / 2, 1),
                        Initialisation.RANDOM_LAST,
                        0);
        Adapter adapter = Adapter.create(settings, new UNet(SDXL), manager);
        for (NDArray array : adapter.trainable().values()) {
            try (NDArray noise = manager.randomNormal(array.getShape())) {
                array.addi(noise.muli(DISTANCE));
            }
        }
        return adapter;
    }

    private static void write(Adapter adapter, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            AdapterFile.writeCompact(
                    out,
                    adapter,
                    new AdapterMetadata(adapter.settings(), "0".repeat(64), "sks", "cat"));
        }
    }

    /** Of one layer of each kind of projection; all would take minutes. */
    private static double largestError(Adapter expected, Adapter found) {
        double largest = 0;
        for (String path : expected.layers().keySet()) {
            if (path.startsWith("mid_block.attentions.0.transformer_blocks.0.")) {
                largest =
                        Math.max(
                                largest,
                                error(expected.layers().get(path), found.layers().get(path)));
            }
        }
        return largest;
    }

    private static double error(AdaptedLayer expected, AdaptedLayer found) {
        try (NDArray wanted = expected.delta(RANK);
                NDArray read = found.delta(RANK);
                NDArray difference = read.sub(wanted)) {
            return difference.norm().getFloat() / wanted.norm().getFloat();
        }
    }
}
