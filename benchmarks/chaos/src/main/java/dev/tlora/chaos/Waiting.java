package dev.tlora.chaos;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Patience with a limit. */
final class Waiting {

    private static final long PAUSE_MILLIS = 200;

    private Waiting() {}

    /**
     * Returns once something holds.
     *
     * @throws IllegalStateException when it does not in time
     */
    static void until(Duration limit, Callable<Boolean> holds) throws Exception {
        long begin = System.nanoTime();
        while (!holds.call()) {
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new IllegalStateException("still not so after " + limit);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
