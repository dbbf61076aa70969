package dev.tlora.standalone.console;

import java.time.Duration;
import java.util.Locale;

/** Durations as people say them. */
public final class Durations {

    private static final int MILLIS = 1000;

    private Durations() {}

    /** Such as {@code 4.2 s}, {@code 3 min 10 s} or {@code 2 h 5 min}. */
    public static String text(Duration duration) {
        if (duration.toSeconds() < 60) {
            return String.format(Locale.ROOT, "%.1f s", (double) duration.toMillis() / MILLIS);
        }
        if (duration.toMinutes() < 60) {
            return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
        }
        return "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
    }
}
