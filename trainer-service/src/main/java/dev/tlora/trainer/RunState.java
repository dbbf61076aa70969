package dev.tlora.trainer;

import dev.tlora.schemas.CancelRequested;

/**
 * Who trains a run and how far it is saved: the content of {@code latest.json}.
 *
 * @param attempt the newest attempt, which owns the run; 0 before the first
 * @param running whether that attempt still has to end, though its trainer may be dead
 * @param step of the newest whole checkpoint; {@code null} when there is none
 * @param cancel the newest order to stop the run; {@code null} when there is none
 */
record RunState(int attempt, boolean running, Integer step, CancelRequested cancel) {

    static final RunState NEW = new RunState(0, false, null, null);

    RunState claimed() {
        return new RunState(attempt + 1, true, step, cancel);
    }

    RunState saved(int newStep) {
        return new RunState(attempt, running, newStep, cancel);
    }

    RunState ended() {
        return new RunState(attempt, false, step, cancel);
    }

    RunState cancelled(CancelRequested order) {
        return new RunState(attempt, running, step, order);
    }
}
