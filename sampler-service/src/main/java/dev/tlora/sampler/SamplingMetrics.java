package dev.tlora.sampler;

import dev.tlora.schemas.RenderPurpose;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;

/** What dashboards show of drawing. */
@Singleton
class SamplingMetrics {

    private final MeterRegistry metrics;
    private final Timer steps;
    private final Timer switches;
    private final Counter hits;
    private final Counter misses;

    @Inject
    SamplingMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        steps = metrics.timer("tlora_sampling_step_seconds");
        switches = metrics.timer("tlora_adapter_cache_switch_seconds");
        hits = metrics.counter("tlora_adapter_cache_hits");
        misses = metrics.counter("tlora_adapter_cache_misses");
    }

    /** One denoising step of a whole batch. */
    void stepped(Duration took) {
        steps.record(took);
    }

    void adapterFound() {
        hits.increment();
    }

    void adapterLoaded() {
        misses.increment();
    }

    /** Another adapter was put on the network. */
    void adapterSwitched(Duration took) {
        switches.record(took);
    }

    /**
     * @param outcome {@code rendered}, {@code reused} or {@code failed}
     */
    void image(RenderPurpose purpose, String outcome) {
        metrics.counter(
                        "tlora_images_total",
                        "purpose",
                        purpose.name().toLowerCase(Locale.ROOT),
                        "outcome",
                        outcome)
                .increment();
    }
}
