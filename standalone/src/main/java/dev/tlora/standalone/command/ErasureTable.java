package dev.tlora.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An erasure's report as people read it. */
record ErasureTable(JsonNode report) {

    private static final String RUN = "%-28s %-12s %9s %12s%n";
    private static final String KEPT = "%-28s %-22s %s%n";

    void print(PrintStream out) {
        out.printf(
                "Concept %s: %s%n",
                report.path("conceptId").asText(),
                report.path("erased").asBoolean() ? "removed" : "would be removed");
        out.printf(RUN, "RUN", "STATE", "ARTEFACTS", "BYTES");
        for (JsonNode run : report.path("runs")) {
            out.printf(
                    RUN,
                    run.path("runId").asText(),
                    run.path("state").asText("-"),
                    run.path("artifacts").asInt(),
                    grouped(run.path("bytes").asLong()));
        }
        out.printf(
                RUN,
                "with " + report.path("uploads").size() + " uploads",
                "",
                report.path("artifacts").asInt(),
                grouped(report.path("bytes").asLong()));
        out.println("Told as gone on: " + String.join(", ", topics()));
        out.printf(KEPT, "STILL HELD BY", "AT MOST UNTIL", "WHAT");
        for (JsonNode kept : report.path("kept")) {
            out.printf(
                    KEPT,
                    kept.path("where").asText(),
                    until(kept.path("until")),
                    kept.path("what").asText());
        }
        warn(out);
    }

    private List<String> topics() {
        List<String> topics = new ArrayList<>();
        report.path("tombstones").fieldNames().forEachRemaining(topics::add);
        topics.sort(null);
        return topics;
    }

    private void warn(PrintStream out) {
        for (JsonNode run : report.path("runs")) {
            if (!run.path("stopped").asBoolean()) {
                out.printf(
                        "Run %s has not stopped yet; erase again once its worker answers.%n",
                        run.path("runId").asText());
            }
        }
    }

    private static String until(JsonNode time) {
        return time.isTextual()
                ? Instant.parse(time.asText()).truncatedTo(ChronoUnit.SECONDS).toString()
                : "-";
    }

    private static String grouped(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }
}
