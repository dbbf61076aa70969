package dev.tlora.workqueue;

import java.time.Duration;
import java.util.Objects;

/** The job failed for a reason that passes, such as a store that is away for a while. */
public final class RetryLater extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration pause;

    /** Leaves the pause to the queue. */
    public RetryLater(String message, Throwable cause) {
        super(message, cause);
        this.pause = Duration.ZERO;
    }

    /** Asks for at least this pause before the next delivery. */
    public RetryLater(String message, Throwable cause, Duration pause) {
        super(message, cause);
        this.pause = Objects.requireNonNull(pause, "pause");
    }

    /** The pause asked for, zero when it is left to the queue. */
    public Duration pause() {
        return pause;
    }
}
