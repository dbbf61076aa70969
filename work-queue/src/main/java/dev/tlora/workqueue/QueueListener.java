package dev.tlora.workqueue;

import java.time.Duration;

/**
 * Told what becomes of the jobs of one {@link WorkQueue}, for metrics. Called on the queue's own
 * thread between renewals: return quickly and do not throw.
 */
public interface QueueListener {

    /** The handler is about to get the job. */
    default void started(Job job) {}

    /** The job succeeded and its record is acknowledged. */
    default void finished(Job job, Duration took) {}

    /** The job failed and will be tried again after a pause, here or elsewhere. */
    default void retried(Job job, Throwable failure) {}

    /** The record lies in the dead letter topic and is acknowledged. */
    default void deadLettered(Job job, Reason reason, Throwable failure) {}

    /** The job stopped because the queue closes; another worker gets it. */
    default void handedOver(Job job) {}

    /** The job ended after its lease was gone; whatever it did, it runs again. */
    default void leaseLost(Job job) {}
}
