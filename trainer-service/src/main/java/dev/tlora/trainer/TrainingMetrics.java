package dev.tlora.trainer;

import dev.tlora.diffusion.adapter.format.LayerSpectrum;
import dev.tlora.diffusion.training.TrainingStep;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What dashboards show of running training; by ranges of timesteps, never by run. */
@Singleton
class TrainingMetrics {

    /** Loss and gradient differ by orders of magnitude between little and much noise. */
    private static final int RANGE = 200;

    private final MeterRegistry metrics;
    private final Map<String, Integer> remaining = new ConcurrentHashMap<>();
    private final AtomicInteger activeRank = new AtomicInteger();

    @Inject
    TrainingMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        metrics.gauge("tlora_training_active_rank", activeRank);
        metrics.gauge(
                "tlora_training_steps_remaining",
                remaining,
                runs -> runs.values().stream().mapToInt(Integer::intValue).sum());
    }

    void stepped(String runId, TrainingStep step, int steps, Duration took) {
        metrics.timer("tlora_training_step_seconds").record(took);
        for (TrainingStep.Sample sample : step.samples()) {
            summary("tlora_training_loss", sample.timestep()).record(sample.loss());
            summary("tlora_training_gradient_norm", sample.timestep()).record(step.gradientNorm());
        }
        activeRank.set(step.activeRank());
        remaining.put(runId, steps - step.number());
    }

    /** How many components the layers of a finished adapter really use. */
    void finished(List<LayerSpectrum> layers) {
        for (LayerSpectrum layer : layers) {
            metrics.summary("tlora_adapter_effective_rank", "layer_group", layer.group())
                    .record(layer.effectiveRank());
        }
    }

    /** The run is no longer trained here. */
    void left(String runId) {
        remaining.remove(runId);
    }

    private DistributionSummary summary(String name, int timestep) {
        return metrics.summary(name, "timesteps", range(timestep));
    }

    static String range(int timestep) {
        int first = timestep / RANGE * RANGE;
        return first + "-" + (first + RANGE - 1);
    }
}
