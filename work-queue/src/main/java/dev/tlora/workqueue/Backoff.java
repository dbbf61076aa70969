package dev.tlora.workqueue;

import java.time.Duration;

/** The pause before a failed job is delivered again: doubled with each delivery up to a limit. */
record Backoff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 20;

    Backoff {
        if (first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the first pause must be at least 0 and at most the longest, were "
                            + first
                            + " and "
                            + longest);
        }
    }

    Duration after(int deliveries, Throwable failure) {
        Duration pause = first.multipliedBy(1L << Math.min(deliveries - 1, MOST_DOUBLINGS));
        Duration capped = pause.compareTo(longest) < 0 ? pause : longest;
        if (failure instanceof RetryLater later && later.pause().compareTo(capped) > 0) {
            return later.pause();
        }
        return capped;
    }
}
