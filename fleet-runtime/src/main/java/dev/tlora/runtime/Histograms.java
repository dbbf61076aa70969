package dev.tlora.runtime;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Buckets of the times that dashboards show, so that percentiles add up over processes. Only times:
 * the histograms of summaries know no fractions.
 */
@ApplicationScoped
class Histograms {

    /** Micrometer takes the bounds of timers in nanoseconds. */
    private static final double SECOND = 1e9;

    private static final double[] STAGES =
            seconds(1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400);

    private static final double[] STEPS =
            seconds(0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10);

    private static final Map<String, double[]> BUCKETS =
            Map.of(
                    "tlora_stage_seconds", STAGES,
                    "tlora_training_step_seconds", STEPS,
                    "tlora_sampling_step_seconds", STEPS);

    @Produces
    @Singleton
    MeterFilter buckets() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(
                    Meter.Id id, DistributionStatisticConfig config) {
                double[] bounds = BUCKETS.get(id.getName());
                return bounds == null
                        ? config
                        : DistributionStatisticConfig.builder()
                                .serviceLevelObjectives(bounds)
                                .build()
                                .merge(config);
            }
        };
    }

    private static double[] seconds(double... bounds) {
        return DoubleStream.of(bounds).map(bound -> bound * SECOND).toArray();
    }
}
