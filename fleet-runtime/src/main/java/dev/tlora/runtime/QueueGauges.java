package dev.tlora.runtime;

import dev.tlora.workqueue.QueueLag;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Exports how long the queues are: {@code tlora_queue_lag{stage,topic}} in jobs that wait or run,
 * {@code tlora_queue_drain_seconds{stage}} in seconds that one worker would need for them. Workers
 * export their own queue; a service that never scales to zero exports all, so that there is a
 * number to scale up from when no worker is there.
 */
@ApplicationScoped
public class QueueGauges {

    private final Broker broker;
    private final MeterRegistry metrics;
    private final Map<WorkStage, QueueLag> lags = new EnumMap<>(WorkStage.class);
    private final Map<WorkStage, JobSeconds> jobSeconds = new EnumMap<>(WorkStage.class);

    @Inject
    QueueGauges(FleetConfig config, Broker broker, MeterRegistry metrics) {
        this.broker = broker;
        this.metrics = metrics;
        for (WorkStage stage : WorkStage.values()) {
            jobSeconds.put(stage, new JobSeconds(config.queue().expected().get(stage.label())));
        }
    }

    /** Begins to export a queue's length; once is enough. */
    public synchronized void watch(WorkStage stage) {
        if (lags.containsKey(stage)) {
            return;
        }
        QueueLag lag = new QueueLag(broker.clientProperties(), stage.topic(), stage.group());
        lags.put(stage, lag);
        Gauge.builder("tlora_queue_lag", lag, QueueLag::gauge)
                .tag("stage", stage.label())
                .tag("topic", stage.topic())
                .description("Jobs that wait or run")
                .register(metrics);
        JobSeconds seconds = jobSeconds.get(stage);
        Gauge.builder("tlora_queue_drain_seconds", lag, it -> it.gauge() * seconds.mean())
                .tag("stage", stage.label())
                .description("Time one worker would need for the jobs that wait or run")
                .register(metrics);
    }

    /** A job took this long here. */
    void finished(WorkStage stage, Duration took) {
        jobSeconds.get(stage).add(took);
    }

    @PreDestroy
    synchronized void close() {
        lags.values().forEach(QueueLag::close);
    }
}
