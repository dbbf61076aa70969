package dev.tlora.trainer;

import dev.tlora.workqueue.Lease;

/** A lease whose end comes after some steps; it is looked at once before each step. */
final class ScriptedLease implements Lease {

    private final int steps;
    private final boolean stops;
    private final boolean ends;
    private final Runnable event;
    private int looks;

    private ScriptedLease(int steps, boolean stops, boolean ends, Runnable event) {
        this.steps = steps;
        this.stops = stops;
        this.ends = ends;
        this.event = event;
    }

    static Lease stopAfter(int steps) {
        return new ScriptedLease(steps, true, false, () -> {});
    }

    static Lease lostAfter(int steps) {
        return new ScriptedLease(steps, false, true, () -> {});
    }

    /** Held throughout; {@code event} happens before that step. */
    static Lease before(int step, Runnable event) {
        return new ScriptedLease(step - 1, false, false, event);
    }

    @Override
    public boolean isLost() {
        return ends && looks >= steps;
    }

    @Override
    public boolean stopRequested() {
        if (looks == steps) {
            event.run();
        }
        looks++;
        return stops && looks > steps;
    }
}
