package dev.tlora.workqueue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Takes one record from its acquisition to exactly one ending. Used on the queue's thread. */
final class Delivery {

    private static final Logger LOGGER = Logger.getLogger(Delivery.class);

    private final QueueContext queue;
    private final LeasedRecord leased;
    private final HeldLease lease;
    private final Job job;
    private final long started = System.nanoTime();

    Delivery(QueueContext queue, LeasedRecord leased, HeldLease lease) {
        this.queue = queue;
        this.leased = leased;
        this.lease = lease;
        this.job = Job.of(leased.record(), lease);
    }

    void run() {
        LogContext.during(job, this::deliver);
    }

    private void deliver() {
        int most = queue.settings().maxDeliveries();
        if (job.deliveryCount() > most) {
            bury(
                    new Rejected(
                            Reason.WORKERS_LOST,
                            "given up: the workers of " + most + " deliveries died or gave it up",
                            null));
            return;
        }
        LOGGER.infof("job started: %s", job);
        queue.listener().started(job);
        int tries = 1;
        while (handledOrWaiting(tries)) {
            tries++;
        }
    }

    /** One try; true when it has to be repeated under the same lease. */
    private boolean handledOrWaiting(int tries) {
        Running work = onWorker(() -> queue.handler().handle(job));
        leased.holdUntil(CompletableFuture.anyOf(work.done(), queue.stop().graceOver()));
        if (!work.done().isDone()) {
            abandon(work);
            return false;
        }
        if (lease.isLost()) {
            lost();
            return false;
        }
        Optional<Throwable> failure = work.failure();
        if (failure.isPresent() && isWorthWaiting(failure.get())) {
            announceRetry(queue.settings().backoff().after(tries, failure.get()), failure.get());
            return !releasedForStop();
        }
        settle(failure);
        return false;
    }

    private boolean isWorthWaiting(Throwable failure) {
        return reason(failure).cure() == Reason.Cure.WAITING
                && System.nanoTime() - started < queue.settings().patience().toNanos()
                && !queue.stop().isRequested();
    }

    private Reason reason(Throwable failure) {
        return queue.settings().reasons().apply(failure);
    }

    private boolean releasedForStop() {
        boolean stopping = queue.stop().isRequested();
        if (stopping) {
            leased.release();
        }
        return stopping;
    }

    private void settle(Optional<Throwable> outcome) {
        if (outcome.isEmpty()) {
            finish();
            return;
        }
        Throwable failure = outcome.get();
        if (failure instanceof HandedOver && queue.stop().isRequested()) {
            handOver();
        } else if (queue.stop().isRequested() && reason(failure).cure() == Reason.Cure.WAITING) {
            leased.release();
        } else if (reason(failure).cure() != Reason.Cure.REPETITION
                || job.deliveryCount() >= queue.settings().maxDeliveries()) {
            bury(failure);
        } else {
            retry(failure);
        }
    }

    private void finish() {
        if (!leased.accept()) {
            lost();
            return;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        LOGGER.infof("job finished: %s seconds=%.1f", job, took.toMillis() / 1000.0);
        queue.listener().finished(job, took);
    }

    /**
     * The worker sits the pause out with the lease held: released, the record would come at once.
     */
    private void retry(Throwable failure) {
        announceRetry(queue.settings().backoff().after(job.deliveryCount(), failure), failure);
        leased.release();
    }

    private void announceRetry(Duration pause, Throwable failure) {
        LOGGER.warnf("job failed, again in %s: %s: %s", pause, job, failure);
        LOGGER.debug("cause of the failure", failure);
        queue.listener().retried(job, failure);
        pause(pause);
    }

    /** Written until it is there: a record released too often would be dropped by the broker. */
    private void bury(Throwable failure) {
        Reason reason = reason(failure);
        while (!lease.isLost()) {
            Optional<Throwable> problem =
                    copy(() -> queue.copies().bury(leased.record(), reason, failure));
            if (problem.isEmpty()) {
                buried(reason, failure);
                return;
            }
            if (queue.stop().isRequested()) {
                leased.release();
                return;
            }
            LOGGER.errorf(
                    problem.get(),
                    "dead letter not written, trying again: topic=%s %s",
                    queue.settings().deadLetterTopic(),
                    job);
            pause(queue.settings().backoff().longest());
        }
        lost();
    }

    private void buried(Reason reason, Throwable failure) {
        if (leased.accept()) {
            LOGGER.errorf(
                    failure,
                    "job dead-lettered: to=%s reason=%s %s",
                    queue.settings().deadLetterTopic(),
                    reason.label(),
                    job);
            queue.listener().deadLettered(job, reason, failure);
        } else {
            lost();
        }
    }

    /** A last delivery is put back as a fresh record: being handed over is no reason to give up. */
    private void handOver() {
        boolean last = job.deliveryCount() >= queue.settings().maxDeliveries();
        if (last && copy(() -> queue.copies().putBack(leased.record())).isEmpty()) {
            leased.accept();
        } else {
            leased.release();
        }
        LOGGER.infof("job handed over: %s", job);
        queue.listener().handedOver(job);
    }

    private void abandon(Running work) {
        LOGGER.warnf("job did not stop within its grace, handing it over: %s", job);
        lease.lose();
        work.thread().cancel(true);
        leased.release();
        queue.listener().handedOver(job);
    }

    private void lost() {
        LOGGER.warnf("job ended without its lease: %s", job);
        leased.release();
        queue.listener().leaseLost(job);
    }

    private Optional<Throwable> copy(Task task) {
        Running writing = onWorker(task);
        leased.holdUntil(writing.done());
        return writing.failure();
    }

    private void pause(Duration length) {
        CompletableFuture<Void> over =
                new CompletableFuture<Void>()
                        .completeOnTimeout(null, length.toMillis(), TimeUnit.MILLISECONDS);
        leased.holdUntil(CompletableFuture.anyOf(over, queue.stop().requested()));
    }

    private Running onWorker(Task task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Future<?> thread =
                queue.worker()
                        .submit(
                                () -> {
                                    try {
                                        task.run();
                                        done.complete(null);
                                    } catch (Throwable failure) { // the queue's thread decides
                                        done.completeExceptionally(failure);
                                    }
                                });
        return new Running(done, thread);
    }

    private interface Task {
        void run() throws Exception;
    }

    /** A task on the worker thread: how it ends, and a handle to interrupt it. */
    private record Running(CompletableFuture<Void> done, Future<?> thread) {

        Optional<Throwable> failure() {
            return done.handle((nothing, failure) -> Optional.ofNullable(failure)).join();
        }
    }
}
