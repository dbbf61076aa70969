package dev.tlora.runtime;

import dev.tlora.runtime.trace.Hop;
import dev.tlora.runtime.trace.Hops;
import dev.tlora.runtime.trace.ReceivedRecord;
import dev.tlora.workqueue.Job;
import dev.tlora.workqueue.JobHandler;
import dev.tlora.workqueue.WorkQueue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    private final QueueGauges gauges;
    private final Hops hops;
    private final Idleness idleness;
    private final List<WorkQueue> queues = new CopyOnWriteArrayList<>();
    private IdleExit idleExit;

    @Inject
    Workers(
            FleetConfig config,
            Broker broker,
            MeterRegistry metrics,
            QueueGauges gauges,
            Hops hops,
            Clock clock) {
        this.config = config;
        this.broker = broker;
        this.metrics = metrics;
        this.gauges = gauges;
        this.hops = hops;
        this.idleness = new Idleness(clock);
    }

    /** Starts one worker, which takes one job at a time, and exports the queue's length. */
    public void start(WorkStage stage, JobHandler handler) {
        WorkQueue queue =
                WorkQueue.builder()
                        .bootstrapServers(broker.bootstrapServers())
                        .clientProperties(broker.clientProperties())
                        .topic(stage.topic())
                        .group(stage.group())
                        .handler(job -> handle(handler, job))
                        .listener(new QueueMetrics(stage, metrics, gauges, idleness))
                        .lease(config.queue().lease())
                        .maxDeliveries(config.queue().maxDeliveries())
                        .backoff(config.queue().backoff(), LONGEST_BACKOFF)
                        .patience(config.queue().patience())
                        .reasons(Failures::reasonOf)
                        .build();
        gauges.watch(stage);
        Gauge.builder("tlora_jobs_running", idleness, it -> it.running(stage))
                .tag("stage", stage.label())
                .description("Jobs that run in this process")
                .register(metrics);
        queues.add(queue);
        queue.start();
        exitWhenIdle();
        LOGGER.infof(
                "worker started: stage=%s topic=%s group=%s",
                stage.label(), stage.topic(), stage.group());
    }

    private void handle(JobHandler handler, Job job) throws Exception {
        try (Hop hop = hops.begin(ReceivedRecord.of(job))) {
            hop.carry(() -> handler.handle(job));
        }
    }

    private synchronized void exitWhenIdle() {
        Optional<Duration> after = config.queue().exitWhenIdle();
        if (idleExit == null && after.isPresent()) {
            idleExit = new IdleExit(idleness, after.get());
            idleExit.start();
        }
    }

    /** Whether every worker of this process still takes jobs. */
    public boolean allRunning() {
        return queues.stream().allMatch(WorkQueue::isRunning);
    }

    synchronized void onStop(@Observes @Priority(BEFORE_EVERYTHING) ShutdownEvent event) {
        if (idleExit != null) {
            idleExit.close();
        }
        queues.forEach(queue -> queue.close(config.queue().grace()));
    }
}
