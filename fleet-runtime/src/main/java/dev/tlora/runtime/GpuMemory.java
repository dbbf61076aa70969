package dev.tlora.runtime;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.lang.management.MemoryUsage;
import java.util.function.Supplier;

/**
 * Exports {@code tlora_gpu_memory_bytes{device,kind}}: what all processes use of each GPU, and what
 * it has. A machine without one exports zeros for the device {@code none}, so that dashboards and
 * rules find the metric everywhere.
 */
@Singleton
class GpuMemory {

    private static final String NAME = "tlora_gpu_memory_bytes";

    void onStart(@Observes StartupEvent event, MeterRegistry metrics) {
        int devices = CudaUtils.getGpuCount();
        for (int i = 0; i < devices; i++) {
            Device device = Device.gpu(i);
            register(metrics, "gpu" + i, "used", () -> memory(device).getCommitted());
            register(metrics, "gpu" + i, "total", () -> memory(device).getMax());
        }
        if (devices == 0) {
            register(metrics, "none", "used", () -> 0);
            register(metrics, "none", "total", () -> 0);
        }
    }

    private static MemoryUsage memory(Device device) {
        return CudaUtils.getGpuMemory(device);
    }

    private static void register(
            MeterRegistry metrics, String device, String kind, Supplier<Number> value) {
        Gauge.builder(NAME, value)
                .tag("device", device)
                .tag("kind", kind)
                .description("Memory of a GPU")
                .register(metrics);
    }
}
