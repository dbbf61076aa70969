package dev.tlora.workqueue;

/**
 * A worker's hold on a job. The queue renews it; a long job looks at it between its steps. Safe to
 * ask from any thread, cheap enough for every step.
 */
public interface Lease {

    /** A lease that is never lost and never asked to stop, for tests of handlers. */
    Lease HELD =
            new Lease() {
                @Override
                public boolean isLost() {
                    return false;
                }

                @Override
                public boolean stopRequested() {
                    return false;
                }
            };

    /**
     * Whether another worker may have the job by now: a renewal failed, or the lease ran out before
     * one succeeded, as after a standstill of the machine. Once true it stays true.
     */
    boolean isLost();

    /** Whether the queue is closing: save, then throw {@link HandedOver}. */
    boolean stopRequested();

    /**
     * To be called before a job's results become visible.
     *
     * @throws LeaseLost when {@link #isLost()}
     */
    default void checkHeld() {
        if (isLost()) {
            throw new LeaseLost();
        }
    }
}
