package dev.tlora.workqueue;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The lease of a running job: extended by the queue's thread, read by the handler's. */
final class HeldLease implements Lease {

    private final Duration length;
    private final BooleanSupplier stopRequested;
    private long validUntil;
    private boolean lost;

    /** The lease counts from {@code since}, a {@link System#nanoTime()} before it was granted. */
    HeldLease(Duration length, long since, BooleanSupplier stopRequested) {
        this.length = length;
        this.validUntil = since + length.toNanos();
        this.stopRequested = stopRequested;
    }

    @Override
    public synchronized boolean isLost() {
        lost = lost || System.nanoTime() - validUntil > 0;
        return lost;
    }

    @Override
    public boolean stopRequested() {
        return stopRequested.getAsBoolean();
    }

    synchronized void extend(long since) {
        validUntil = since + length.toNanos();
    }

    synchronized void lose() {
        lost = true;
    }

    Duration length() {
        return length;
    }
}
