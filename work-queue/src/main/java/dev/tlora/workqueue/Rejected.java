package dev.tlora.workqueue;

/** The job can never succeed as it stands; its record becomes a dead letter with this message. */
public final class Rejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Rejected(String message) {
        super(message);
    }

    public Rejected(String message, Throwable cause) {
        super(message, cause);
    }
}
