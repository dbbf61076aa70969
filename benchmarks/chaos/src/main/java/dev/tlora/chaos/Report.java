package dev.tlora.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a drill counted, printed line by line, and which promises were broken. */
final class Report {

    private final long started = System.nanoTime();
    private final List<String> broken = new ArrayList<>();

    /** Tells how the drill goes. */
    void say(String text) {
        System.out.printf("[%6.1f s] %s%n", (System.nanoTime() - started) / 1e9, text);
    }

    /** Compares a count with what it has to be. */
    void expect(String what, Object expected, Object counted) {
        boolean kept = Objects.equals(expected, counted);
        if (!kept) {
            broken.add(what);
        }
        System.out.printf(
                "%-6s %-52s %s%s%n",
                kept ? "ok" : "BROKEN", what, counted, kept ? "" : " instead of " + expected);
    }

    /** Holds a count to a limit. */
    void atMost(String what, double limit, double counted) {
        boolean kept = counted <= limit;
        if (!kept) {
            broken.add(what);
        }
        System.out.printf(
                "%-6s %-52s %.1f (at most %.1f)%n", kept ? "ok" : "BROKEN", what, counted, limit);
    }

    /** True when every promise was kept. */
    boolean conclude() {
        System.out.println(
                broken.isEmpty() ? "all promises kept" : "broken: " + String.join("; ", broken));
        return broken.isEmpty();
    }
}
