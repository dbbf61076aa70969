package dev.tlora.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** Which workers of this process are busy, and since when none is. Thread-safe. */
final class Idleness {

    private final Clock clock;
    private final Map<WorkStage, Integer> running = new EnumMap<>(WorkStage.class);
    private Instant idleSince;

    Idleness(Clock clock) {
        this.clock = clock;
        idleSince = clock.instant();
    }

    synchronized void began(WorkStage stage) {
        running.merge(stage, 1, Integer::sum);
    }

    synchronized void ended(WorkStage stage) {
        running.merge(stage, -1, Integer::sum);
        idleSince = clock.instant();
    }

    synchronized int running(WorkStage stage) {
        return running.getOrDefault(stage, 0);
    }

    /** Whether no job has run for this long. */
    synchronized boolean lasts(Duration atLeast) {
        return running.values().stream().allMatch(jobs -> jobs == 0)
                && !clock.instant().isBefore(idleSince.plus(atLeast));
    }
}
