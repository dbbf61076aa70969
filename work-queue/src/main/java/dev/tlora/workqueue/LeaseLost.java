package dev.tlora.workqueue;

/** Another worker may have the job by now: stop at once and publish nothing. */
public final class LeaseLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LeaseLost() {
        super("the lease of this job is lost; another worker may be running it");
    }
}
