package dev.tlora.workqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueSettingsTest {

    @Test
    void eachMissingSettingIsNamed() {
        WorkQueue.Builder builder = WorkQueue.builder().handler(job -> {});

        assertThatThrownBy(builder::build).hasMessage("a work queue needs bootstrap servers");
        builder.bootstrapServers("localhost:9092");
        assertThatThrownBy(builder::build).hasMessage("a work queue needs a topic");
        builder.topic("jobs");
        assertThatThrownBy(builder::build).hasMessage("a work queue needs a group");
        builder.group("workers");
        assertThat(builder.build().isRunning()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9})
    void deliveriesBeyondWhatTheBrokerCanCountAreRefused(int deliveries) {
        WorkQueue.Builder builder = valid().maxDeliveries(deliveries);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a work queue allows 1 to 8 deliveries, got " + deliveries);
    }

    @Test
    void aLeaseOfNothingIsRefused() {
        assertThatThrownBy(valid().lease(Duration.ZERO)::build)
                .hasMessage("a work queue needs a lease above 0, got PT0S");
    }

    @Test
    void theCallersSecuritySettingsReachEveryClient() {
        QueueSettings settings =
                new QueueSettings(
                        Map.of("bootstrap.servers", "b:1", "security.protocol", "SSL"),
                        "jobs",
                        "workers",
                        Duration.ofSeconds(30),
                        5,
                        new Backoff(Duration.ZERO, Duration.ZERO),
                        Duration.ZERO,
                        Reasons::of);

        assertThat(settings.consumer()).containsEntry("security.protocol", "SSL");
        assertThat(settings.producer()).containsEntry("security.protocol", "SSL");
        assertThat(settings.admin()).containsEntry("security.protocol", "SSL");
    }

    private static WorkQueue.Builder valid() {
        return WorkQueue.builder()
                .bootstrapServers("localhost:9092")
                .topic("jobs")
                .group("workers")
                .handler(job -> {});
    }
}
