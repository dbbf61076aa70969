package dev.tlora.ingest.page;

import dev.tlora.ingest.board.Outlook;
import dev.tlora.ingest.board.RunView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** What is foreseen of a run, in words. */
final class OutlookWords {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private OutlookWords() {}

    /** Empty where nothing is foreseen. */
    static String of(RunView run) {
        Outlook outlook = run.outlook();
        if (outlook == null) {
            return "";
        }
        String ahead = outlook.ahead() == null ? "" : " · " + outlook.ahead() + " ahead";
        return outlook.finishP50() == null
                ? ahead
                : "%s · done about %s, in 9 of 10 cases before %s"
                        .formatted(ahead, time(outlook.finishP50()), time(outlook.finishP90()));
    }

    private static String time(Instant instant) {
        return TIME.format(instant.truncatedTo(ChronoUnit.SECONDS));
    }
}
