package dev.tlora.runtime;

import dev.tlora.workqueue.Job;
import dev.tlora.workqueue.QueueListener;
import dev.tlora.workqueue.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Counts and times what becomes of one worker's jobs. Used on the queue's thread. */
final class QueueMetrics implements QueueListener {

    private static final Logger LOGGER = Logger.getLogger(QueueMetrics.class);

    private final WorkStage stage;
    private final MeterRegistry metrics;
    private final QueueGauges gauges;
    private final Idleness idleness;
    private boolean busy;

    QueueMetrics(WorkStage stage, MeterRegistry metrics, QueueGauges gauges, Idleness idleness) {
        this.stage = stage;
        this.metrics = metrics;
        this.gauges = gauges;
        this.idleness = idleness;
        // Counters that begin at their first event hide it from rates.
        timer();
        count("tlora_job_retries_total", 0);
        count("tlora_job_handovers_total", 0);
        count("tlora_leases_lost_total", 0);
    }

    @Override
    public void started(Job job) {
        busy = true;
        idleness.began(stage);
    }

    @Override
    public void finished(Job job, Duration took) {
        ended();
        gauges.finished(stage, took);
        timer().record(took);
    }

    @Override
    public void retried(Job job, Throwable failure) {
        ended();
        LOGGER.warnf(
                failure,
                "job will be tried again: topic=%s key=%s attempt=%d",
                stage.topic(),
                job.key(),
                job.deliveryCount());
        count("tlora_job_retries_total", 1);
    }

    @Override
    public void deadLettered(Job job, Reason reason, Throwable failure) {
        ended();
        LOGGER.errorf(
                failure, "job became a dead letter: topic=%s key=%s", stage.topic(), job.key());
        metrics.counter(
                        "tlora_dead_letters_total",
                        "topic",
                        stage.topic(),
                        "reason",
                        reason.label())
                .increment();
    }

    @Override
    public void handedOver(Job job) {
        ended();
        LOGGER.infof("job handed over: topic=%s key=%s", stage.topic(), job.key());
        count("tlora_job_handovers_total", 1);
    }

    @Override
    public void leaseLost(Job job) {
        ended();
        LOGGER.warnf("lease lost: topic=%s key=%s", stage.topic(), job.key());
        count("tlora_leases_lost_total", 1);
    }

    /** A record that was delivered too often is buried without having begun. */
    private void ended() {
        if (busy) {
            busy = false;
            idleness.ended(stage);
        }
    }

    private Timer timer() {
        return metrics.timer("tlora_stage_seconds", "stage", stage.label());
    }

    private void count(String name, int more) {
        metrics.counter(name, "stage", stage.label()).increment(more);
    }
}
