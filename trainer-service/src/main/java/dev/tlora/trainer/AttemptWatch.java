package dev.tlora.trainer;

import dev.tlora.workqueue.HandedOver;
import dev.tlora.workqueue.Lease;
import java.time.Clock;
import java.time.Duration;

/**
 * Asked before each piece of work whether an attempt may go on.
 *
 * <p>Used by one thread.
 */
final class AttemptWatch {

    /** How often the ledger is asked whether the attempt still counts. */
    private static final Duration LEDGER_PERIOD = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final Attempt attempt;
    private final Lease lease;
    private final Clock clock;
    private long ledgerAsked;

    AttemptWatch(Ledger ledger, Attempt attempt, Lease lease, Clock clock) {
        this.ledger = ledger;
        this.attempt = attempt;
        this.lease = lease;
        this.clock = clock;
    }

    /** Fails when the work is another worker's by now. */
    void checkHeld() {
        lease.checkHeld();
    }

    /**
     * Lets the attempt go on, or ends it.
     *
     * @param beforeStop called when the worker has to stop, before that
     * @param done words for what is done so far
     * @throws HandedOver when the worker has to stop
     * @throws SupersededException when a newer attempt owns the run
     * @throws RunCancelledException when someone cancelled the run
     */
    void check(Runnable beforeStop, String done) {
        lease.checkHeld();
        if (lease.stopRequested()) {
            beforeStop.run();
            throw new HandedOver("run %s stopped after %s".formatted(attempt.runId(), done));
        }
        if (clock.millis() - ledgerAsked >= LEDGER_PERIOD.toMillis()) {
            ledger.check(attempt);
            ledgerAsked = clock.millis();
        }
    }
}
