package dev.tlora.workqueue;

import java.util.concurrent.TimeoutException;

/** Why something failed, as far as Java and this queue can tell. */
public final class Reasons {

    private Reasons() {}

    public static Reason of(Throwable failure) {
        if (failure instanceof Rejected rejected) {
            return rejected.reason();
        }
        if (failure instanceof RetryLater) {
            return Reason.STORE;
        }
        if (failure instanceof OutOfMemoryError) {
            return Reason.OUT_OF_MEMORY;
        }
        return failure instanceof TimeoutException ? Reason.TIMEOUT : Reason.UNEXPECTED;
    }
}
