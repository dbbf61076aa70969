package dev.tlora.runtime;

import dev.tlora.workqueue.Job;
import dev.tlora.workqueue.QueueListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Counts and times what becomes of jobs. */
final class QueueMetrics implements QueueListener {

    private static final Logger LOGGER = Logger.getLogger(QueueMetrics.class);

    private final String stage;
    private final String topic;
    private final MeterRegistry metrics;

    QueueMetrics(String stage, String topic, MeterRegistry metrics) {
        this.stage = stage;
        this.topic = topic;
        this.metrics = metrics;
    }

    @Override
    public void finished(Job job, Duration took) {
        metrics.timer("tlora_stage_seconds", "stage", stage).record(took);
    }

    @Override
    public void retried(Job job, Throwable failure) {
        LOGGER.warnf(
                failure,
                "job will be tried again: topic=%s key=%s delivery=%d",
                topic,
                job.key(),
                job.deliveryCount());
        metrics.counter("tlora_job_retries_total", "stage", stage).increment();
    }

    @Override
    public void deadLettered(Job job, Throwable failure) {
        LOGGER.errorf(failure, "job became a dead letter: topic=%s key=%s", topic, job.key());
        metrics.counter(
                        "tlora_dead_letters_total",
                        "topic",
                        topic,
                        "reason",
                        failure.getClass().getSimpleName())
                .increment();
    }

    @Override
    public void leaseLost(Job job) {
        LOGGER.warnf("lease lost: topic=%s key=%s", topic, job.key());
    }
}
