package dev.tlora.runtime;

import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Ends the application, as if it had done all there is to do, once its workers idle for long. */
final class IdleExit implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(IdleExit.class);

    private final Idleness idleness;
    private final Duration after;
    private final CountDownLatch closed = new CountDownLatch(1);

    IdleExit(Idleness idleness, Duration after) {
        this.idleness = idleness;
        this.after = after;
    }

    void start() {
        Thread thread = new Thread(this::watch, "idle-exit");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void watch() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                if (idleness.lasts(after)) {
                    LOGGER.infof("nothing to do, leaving: seconds=%d", after.toSeconds());
                    Quarkus.asyncExit(0);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
