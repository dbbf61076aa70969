package dev.tlora.standalone.command;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import dev.tlora.diffusion.checkpoint.Footprint;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Whether a model is whole and fits a device.
 *
 * @param device that its networks would be loaded on
 */
record ModelCheck(ModelFolder model, Device device) {

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final String AVAILABLE = "MemAvailable:";
    private static final long KIBIBYTE = 1024;

    /** What the networks are loaded in. */
    Precision precision() {
        return Precision.of(device);
    }

    Footprint footprint() {
        return model.footprint(precision());
    }

    /** Bytes that a new process may take on the device; the largest number when nobody knows. */
    long available() {
        return device.isGpu() ? CudaUtils.getGpuMemory(device).getMax() : availableOnHost();
    }

    private static long availableOnHost() {
        try (Stream<String> lines = Files.lines(MEMORY)) {
            return lines.filter(line -> line.startsWith(AVAILABLE))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE; // not Linux
        }
    }
}
