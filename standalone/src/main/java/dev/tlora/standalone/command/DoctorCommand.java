package dev.tlora.standalone.command;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.checkpoint.Footprint;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what is missing on this machine, and whether a model fits it. */
@Command(
        name = "doctor",
        description =
                "Checks this machine: Java, memory, disk, PyTorch, device, ports; and a model.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DoctorCommand implements Callable<Integer> {

    private static final long GIB = 1L << 30;
    private static final int OLDEST_JAVA = 17;
    private static final double NEEDED_MEMORY_GIB = 3;
    private static final double NEEDED_DISK_GIB = 1;
    private static final int[] PORTS = {8080, 9092};

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..1",
            description = "A model below models/, a diffusers folder or a checkpoint file.")
    private String model;

    @Mixin private DataFolderOption data;

    private boolean healthy = true;

    @Override
    public Integer call() {
        int java = Runtime.version().feature();
        tell(java >= OLDEST_JAVA, "Java " + Runtime.version(), "install Java 17 or newer");
        tell(true, Runtime.getRuntime().availableProcessors() + " processors", "");
        double memory = physicalMemory();
        tell(memory >= NEEDED_MEMORY_GIB, gib(memory) + " memory", "the demo needs 3 GiB");
        checkDisk();
        checkEngine();
        for (int port : PORTS) {
            tell(isFree(port), "port " + port, "in use: choose another for tlora up");
        }
        if (model != null) {
            checkModel();
        }
        return healthy ? 0 : 1;
    }

    private void checkDisk() {
        Path folder = data.folder();
        Path existing = folder;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        double free = (double) existing.toFile().getUsableSpace() / GIB;
        boolean enough = free >= NEEDED_DISK_GIB && Files.isWritable(existing);
        tell(enough, gib(free) + " free for " + folder, "choose another folder with --data");
    }

    private void checkEngine() {
        try {
            Engine engine = Engine.getEngine("PyTorch");
            Device device = engine.defaultDevice();
            tell(true, "PyTorch " + engine.getVersion() + " through DJL", "");
            String precision = device.isGpu() ? "bfloat16 base, float32 adapter" : "float32";
            tell(true, "device " + device + ", " + precision, "");
        } catch (RuntimeException | LinkageError e) {
            tell(false, "PyTorch", "its native library does not load: " + e.getMessage());
        }
    }

    private void checkModel() {
        try {
            ModelFolder folder = ModelFolder.open(modelPath());
            ModelCheck check = new ModelCheck(folder, Engine.getEngine("PyTorch").defaultDevice());
            folder.requireWhole();
            tell(true, "model " + folder.path() + ", native to " + folder.resolution() + " px", "");
            tellFit(check);
        } catch (CheckpointException e) {
            tell(false, "model " + model, e.getMessage());
        }
    }

    private Path modelPath() {
        Path named = data.folder().resolve("models").resolve(model);
        return Files.exists(named) ? named : Path.of(model).toAbsolutePath();
    }

    private void tellFit(ModelCheck check) {
        Footprint bytes = check.footprint();
        String fact =
                "%s on %s: U-Net %s, text encoders %s, VAE %s, decoding %s; %s of %s available"
                        .formatted(
                                check.precision(),
                                check.device(),
                                gib((double) bytes.unet() / GIB),
                                gib((double) bytes.textEncoders() / GIB),
                                gib((double) bytes.vae() / GIB),
                                gib((double) bytes.decoding() / GIB),
                                gib((double) bytes.sampling() / GIB),
                                gib((double) check.available() / GIB));
        tell(
                bytes.sampling() <= check.available(),
                fact,
                "does not fit; use a machine with more memory");
    }

    private static double physicalMemory() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? (double) system.getTotalMemorySize() / GIB
                : Double.NaN;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static String gib(double amount) {
        return String.format(Locale.ROOT, "%.1f GiB", amount);
    }

    private void tell(boolean good, String fact, String remedy) {
        healthy &= good;
        System.out.printf(
                "%s %s%s%n", good ? "ok     " : "PROBLEM", fact, good ? "" : ": " + remedy);
    }
}
