package dev.tlora.runtime;

import java.time.Duration;

/** Mean length of the last jobs, or what is expected before the first. Thread-safe. */
final class JobSeconds {

    /** Weight of the newest job. */
    private static final double FRESH = 0.2;

    private double mean;
    private boolean learned;

    JobSeconds(Duration expected) {
        mean = seconds(expected);
    }

    synchronized void add(Duration took) {
        mean = learned ? mean * (1 - FRESH) + seconds(took) * FRESH : seconds(took);
        learned = true;
    }

    synchronized double mean() {
        return mean;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
