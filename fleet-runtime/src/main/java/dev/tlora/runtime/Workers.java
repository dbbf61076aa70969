package dev.tlora.runtime;

import dev.tlora.workqueue.JobHandler;
import dev.tlora.workqueue.QueueLag;
import dev.tlora.workqueue.WorkQueue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * The workers of this process on queues of long jobs. They stop when the application stops: each
 * finishes or hands its job over within {@code tlora.queue.grace}.
 */
@ApplicationScoped
public class Workers {

    private static final Logger LOGGER = Logger.getLogger(Workers.class);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
    private static final int BEFORE_EVERYTHING = 1;

    private final FleetConfig config;
    private final Broker broker;
    private final MeterRegistry metrics;
    private final List<WorkQueue> queues = new CopyOnWriteArrayList<>();
    private final List<QueueLag> lags = new CopyOnWriteArrayList<>();

    @Inject
    Workers(FleetConfig config, Broker broker, MeterRegistry metrics) {
        this.config = config;
        this.broker = broker;
        this.metrics = metrics;
    }

    /**
     * Starts one worker, which takes one job at a time, and exports the queue's length as {@code
     * tlora_queue_lag}.
     *
     * @param stage label of its metrics, e.g. {@code training}
     */
    public void start(String stage, String topic, String group, JobHandler handler) {
        WorkQueue queue =
                WorkQueue.builder()
                        .bootstrapServers(broker.bootstrapServers())
                        .clientProperties(broker.clientProperties())
                        .topic(topic)
                        .group(group)
                        .handler(handler)
                        .listener(new QueueMetrics(stage, topic, metrics))
                        .lease(config.queue().lease())
                        .maxDeliveries(config.queue().maxDeliveries())
                        .backoff(config.queue().backoff(), LONGEST_BACKOFF)
                        .build();
        QueueLag lag = new QueueLag(broker.clientProperties(), topic, group);
        Gauge.builder("tlora_queue_lag", lag, QueueLag::gauge)
                .tag("topic", topic)
                .description("Jobs that wait or run")
                .register(metrics);
        queues.add(queue);
        lags.add(lag);
        queue.start();
        LOGGER.infof("worker started: stage=%s topic=%s group=%s", stage, topic, group);
    }

    /** Whether every worker of this process still takes jobs. */
    public boolean allRunning() {
        return queues.stream().allMatch(WorkQueue::isRunning);
    }

    void onStop(@Observes @Priority(BEFORE_EVERYTHING) ShutdownEvent event) {
        queues.forEach(queue -> queue.close(config.queue().grace()));
        lags.forEach(QueueLag::close);
    }
}
