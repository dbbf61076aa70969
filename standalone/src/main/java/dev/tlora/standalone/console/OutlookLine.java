package dev.tlora.standalone.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a fleet foresees of a run, as people say it. */
public final class OutlookLine {

    private OutlookLine() {}

    /**
     * Such as {@code 2 ahead, done in about 3 min 0 s, 9 in 10 within 5 min 0 s}; empty where
     * nothing is foreseen.
     *
     * @param run as the fleet describes it
     */
    public static String of(JsonNode run, Instant now) {
        JsonNode outlook = run.path("outlook");
        List<String> parts = new ArrayList<>();
        if (outlook.hasNonNull("ahead")) {
            parts.add(outlook.path("ahead").asInt() + " ahead");
        }
        if (outlook.hasNonNull("finishP50")) {
            parts.add("done in about " + left(outlook.path("finishP50"), now));
            parts.add("9 in 10 within " + left(outlook.path("finishP90"), now));
        }
        return String.join(", ", parts);
    }

    private static String left(JsonNode time, Instant now) {
        Duration left = Duration.between(now, Instant.parse(time.asText()));
        return Durations.text(left.isNegative() ? Duration.ZERO : left);
    }
}
