package dev.tlora.workqueue;

import java.util.Objects;

/** The job can never succeed as it stands; its record becomes a dead letter with this message. */
public final class Rejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public Rejected(String message) {
        this(Reason.REJECTED, message, null);
    }

    public Rejected(String message, Throwable cause) {
        this(Reason.REJECTED, message, cause);
    }

    public Rejected(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}
