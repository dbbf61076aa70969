package dev.tlora.trainer;

import java.time.Instant;

/**
 * One trainer's claim on a run; it holds until somebody makes a newer one.
 *
 * @param number from 1
 * @param orderedAt when the work was ordered; cancellations from before do not concern it
 * @param checkpoint step of the checkpoint to go on from, or {@link #NO_CHECKPOINT}
 */
record Attempt(String runId, int number, Instant orderedAt, int checkpoint) {

    static final int NO_CHECKPOINT = 0;
}
