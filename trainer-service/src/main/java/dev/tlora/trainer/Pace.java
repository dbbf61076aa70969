package dev.tlora.trainer;

import java.time.Duration;

/** How fast a run goes, and when its progress is worth an event: at most one a second. */
final class Pace {

    private static final Duration AT_LEAST = Duration.ofSeconds(1);
    private static final Duration AT_MOST = Duration.ofSeconds(2);
    private static final int MANY_STEPS = 10;

    /** Weight of the newest step in the mean. */
    private static final double FRESH = 0.1;

    private double secondsPerStep;
    private double total;
    private double sinceTold;
    private int stepsSinceTold;

    /**
     * @param secondsBefore training time of earlier attempts
     */
    Pace(double secondsBefore) {
        total = secondsBefore;
    }

    void stepped(Duration took) {
        double seconds = took.toNanos() / 1e9;
        secondsPerStep =
                secondsPerStep == 0 ? seconds : secondsPerStep * (1 - FRESH) + seconds * FRESH;
        total += seconds;
        sinceTold += seconds;
        stepsSinceTold++;
    }

    /** Whether to tell now; what is told counts from here on. */
    boolean isDue(boolean last) {
        boolean due =
                last
                        || sinceTold >= AT_MOST.toSeconds()
                        || (sinceTold >= AT_LEAST.toSeconds() && stepsSinceTold >= MANY_STEPS);
        if (due) {
            sinceTold = 0;
            stepsSinceTold = 0;
        }
        return due;
    }

    /** Mean that follows the last steps. */
    double secondsPerStep() {
        return secondsPerStep;
    }

    /** Training time of all attempts so far. */
    double totalSeconds() {
        return total;
    }
}
