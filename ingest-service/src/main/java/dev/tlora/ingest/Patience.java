package dev.tlora.ingest;

import dev.tlora.artifacts.UnavailableException;
import dev.tlora.runtime.BrokerUnavailableException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Waits for a store or broker that is away, instead of giving up what it is needed for. */
final class Patience {

    private static final Logger LOGGER = Logger.getLogger(Patience.class);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final Duration limit;

    Patience(Duration limit) {
        this.limit = limit;
    }

    /** Runs a step that can be repeated, until it succeeds or the patience is over. */
    void run(Runnable step) {
        long end = System.nanoTime() + limit.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                step.run();
                return;
            } catch (UnavailableException | BrokerUnavailableException e) {
                if (System.nanoTime() >= end || !sleep(pause)) {
                    throw e;
                }
                LOGGER.warnf("trying again: pauseMillis=%d reason=%s", pause, e.getMessage());
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    /** Whether nobody interrupted. */
    private static boolean sleep(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
