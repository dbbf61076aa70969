package dev.tlora.standalone.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a stage took, by the times in the events. */
final class StageClock {

    private Optional<Instant> before = Optional.empty();

    void start(Instant time) {
        before = Optional.of(time);
    }

    /** Time since the start or the last lap, such as {@code " in 4.2 s"}; empty when unknown. */
    String lap(Instant time) {
        String took =
                before.map(start -> " in " + Durations.text(Duration.between(start, time)))
                        .orElse("");
        before = Optional.of(time);
        return took;
    }
}
