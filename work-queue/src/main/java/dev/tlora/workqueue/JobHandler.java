package dev.tlora.workqueue;

/**
 * Does the work of one record. How it ends decides what becomes of the record:
 *
 * <ul>
 *   <li>it returns: done, never delivered again
 *   <li>{@link Rejected}: dead letter at once
 *   <li>{@link HandedOver} after a stop was requested: another worker gets it at once
 *   <li>{@link RetryLater}, or any other failure whose {@link Reason} waiting cures: tried again by
 *       this worker after growing pauses, dead letter when its patience is over
 *   <li>a failure that nothing cures: dead letter at once
 *   <li>anything else: delivered again after a pause, dead letter once the deliveries are used up
 * </ul>
 *
 * <p>Called on the queue's worker thread, one job at a time. Delivery is at least once: a job may
 * run again although it succeeded, so its results must be safe to produce twice.
 */
@FunctionalInterface
public interface JobHandler {

    void handle(Job job) throws Exception;
}
