package dev.tlora.trainer;

import dev.tlora.artifacts.IntegrityException;
import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.UnavailableException;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.training.DivergedException;
import dev.tlora.runtime.BrokerUnavailableException;
import dev.tlora.runtime.Failures;
import dev.tlora.runtime.FleetConfig;
import dev.tlora.runtime.RunJournal;
import dev.tlora.runtime.UnknownModelException;
import dev.tlora.runtime.trace.Hop;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.MalformedEventException;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Stage;
import dev.tlora.workqueue.HandedOver;
import dev.tlora.workqueue.Job;
import dev.tlora.workqueue.LeaseLost;
import dev.tlora.workqueue.Reason;
import dev.tlora.workqueue.Rejected;
import dev.tlora.workqueue.RetryLater;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Turns each prepared run into exactly one outcome: published, failed, cancelled, or left to
 * another trainer.
 *
 * <p>Each worker has its own.
 */
@Dependent
class TrainingJobs {

    private static final Logger LOGGER = Logger.getLogger(TrainingJobs.class);

    private final Trainer trainer;
    private final Ledger ledger;
    private final Cancellations cancellations;
    private final RunJournal journal;
    private final Clock clock;
    private final int maxDeliveries;

    @Inject
    TrainingJobs(
            Trainer trainer,
            Ledger ledger,
            Cancellations cancellations,
            RunJournal journal,
            Clock clock,
            FleetConfig config) {
        this.trainer = trainer;
        this.ledger = ledger;
        this.cancellations = cancellations;
        this.journal = journal;
        this.clock = clock;
        this.maxDeliveries = config.queue().maxDeliveries();
    }

    void handle(Job job) {
        LatentsPrepared order = read(job);
        Hop.ofRun(order.runId());
        try {
            trainer.train(order, job.lease());
            journal.count("training", "done");
        } catch (RunCancelledException e) {
            cancellations.finish(e.order());
        } catch (SupersededException e) {
            LOGGER.infof("left to a newer attempt: %s", e.getMessage());
        } catch (UnavailableException | BrokerUnavailableException e) {
            throw new RetryLater(e.getMessage(), e);
        } catch (DivergedException e) {
            throw failed(order, e, e.step());
        } catch (CheckpointException
                | UnknownModelException
                | NotFoundException
                | IntegrityException
                | InvalidLocationException
                | IllegalArgumentException e) {
            throw failed(order, e, null);
        } catch (HandedOver e) {
            // A cancellation need not wait for the next trainer then.
            ledger.ended(order.runId());
            throw e;
        } catch (LeaseLost e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            if (job.deliveryCount() >= maxDeliveries) {
                fail(order, e, null);
            }
            throw e;
        }
    }

    private static LatentsPrepared read(Job job) {
        try {
            return EventJson.read(job.value(), LatentsPrepared.class);
        } catch (MalformedEventException e) {
            throw new Rejected(Reason.MALFORMED, e.getMessage(), e);
        }
    }

    /** What makes the order a dead letter, to be replayed once its fault is mended. */
    private Rejected failed(LatentsPrepared order, RuntimeException failure, Integer step) {
        fail(order, failure, step);
        return new Rejected(Failures.reasonOf(failure), failure.getMessage(), failure);
    }

    private void fail(LatentsPrepared order, Throwable failure, Integer step) {
        String cause = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        LOGGER.warnf("failed: runId=%s cause=%s", order.runId(), cause);
        int attempt = Math.max(1, ledger.read(order.runId()).attempt());
        ledger.ended(order.runId());
        journal.tell(
                new RunEvent.Failed(
                        order.runId(), clock.instant(), attempt, Stage.TRAINING, cause, step));
        journal.count("training", "failed");
    }
}
