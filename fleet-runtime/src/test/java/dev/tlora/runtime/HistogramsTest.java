package dev.tlora.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HistogramsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    HistogramsTest() {
        registry.config().meterFilter(new Histograms().buckets());
    }

    @Test
    void timesGetBucketsInSeconds() {
        Timer timer = registry.timer("tlora_stage_seconds", "stage", "training");

        timer.record(Duration.ofSeconds(90));

        assertThat(timer.takeSnapshot().histogramCounts())
                .extracting(bucket -> bucket.bucket(TimeUnit.SECONDS), CountAtBucket::count)
                .contains(tuple(60.0, 0.0), tuple(120.0, 1.0));
    }
}
