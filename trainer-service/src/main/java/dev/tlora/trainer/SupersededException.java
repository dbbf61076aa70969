package dev.tlora.trainer;

/** A newer attempt owns the run: stop and publish nothing. */
final class SupersededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SupersededException(Attempt attempt, int newer) {
        super(
                "attempt %d at run %s is superseded by attempt %d"
                        .formatted(attempt.number(), attempt.runId(), newer));
    }
}
