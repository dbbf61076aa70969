package dev.tlora.trainer;

import dev.tlora.schemas.CancelRequested;

/** Someone wants the run stopped. */
final class RunCancelledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient CancelRequested order;

    RunCancelledException(CancelRequested order) {
        super("run " + order.runId() + " is cancelled");
        this.order = order;
    }

    CancelRequested order() {
        return order;
    }
}
