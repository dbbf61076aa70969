package dev.tlora.ingest.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.RunScored;
import dev.tlora.schemas.TrainingEvent;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Outlooks against figures computed by hand. */
class ForecastTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = START.plusSeconds(10_000);
    private static final ArtifactRef FILE =
            new ArtifactRef(URI.create("file:///x"), "ab".repeat(32));

    private final List<RunView> board = new ArrayList<>();

    @Test
    void aRunWaitsForThoseAheadSharedByTheWorkersSeen() {
        // Given: ten runs that trained for 10, 20, … 100 s; each drawn and scored in 20 s
        for (int i = 1; i <= 10; i++) {
            board.add(scored("old-" + i, "starter", 10L * i));
        }
        board.add(training("busy-1", 30));
        board.add(training("busy-2", 40));
        board.add(prepared("earlier", 50));
        board.add(prepared("later", 90));
        RunView asked = prepared("asked", 60);
        board.add(asked);

        // When
        Outlook outlook = new Forecast(board, NOW).of(asked).outlook();

        // Then: P50 50 s, P90 90 s of training; three ahead, two workers; then 20 s
        assertThat(outlook.ahead()).isEqualTo(3);
        assertThat(outlook.finishP50()).isEqualTo(NOW.plusSeconds(3 * 50 / 2 + 50 + 20));
        assertThat(outlook.finishP90()).isEqualTo(NOW.plusSeconds(3 * 90 / 2 + 90 + 20));
        assertThat(outlook.history()).isEqualTo(10);
    }

    @Test
    void whatHasPassedOfTheStageUnderWayIsTakenOff() {
        // Given
        board.add(scored("old", "starter", 100));
        RunView asked = training("asked", NOW.getEpochSecond() - START.getEpochSecond() - 30);
        board.add(asked);

        // When
        Outlook outlook = new Forecast(board, NOW).of(asked).outlook();

        // Then
        assertThat(outlook.ahead()).isNull();
        assertThat(outlook.finishP50()).isEqualTo(NOW.plusSeconds(100 - 30 + 20));
    }

    @Test
    void withoutHistoryOfTheModelThereIsNoEstimate() {
        // Given
        board.add(scored("old", "sdxl", 100));
        RunView asked = prepared("asked", 10);
        board.add(asked);

        // When
        Outlook outlook = new Forecast(board, NOW).of(asked).outlook();

        // Then
        assertThat(outlook).isEqualTo(new Outlook(0, null, null, 0));
    }

    @Test
    void endedRunsHaveNoOutlook() {
        RunView ended = scored("old", "starter", 10);
        board.add(ended);

        assertThat(new Forecast(board, NOW).of(ended).outlook()).isNull();
    }

    private static RunView scored(String runId, String model, long trained) {
        return view(
                accepted(runId, model, 0),
                new RunEvent.Prepared(runId, at(1), FILE),
                new TrainingEvent.Started(runId, at(5), 1, 10),
                new RunEvent.Published(runId, at(5 + trained), 1, FILE, 0.1),
                new RunScored(
                        runId,
                        at(5 + trained + 20),
                        null,
                        0,
                        2,
                        "none",
                        FILE,
                        FILE,
                        false,
                        null,
                        List.of(),
                        null,
                        List.of()));
    }

    private static RunView prepared(String runId, long seconds) {
        return view(
                accepted(runId, "starter", seconds - 1),
                new RunEvent.Prepared(runId, at(seconds), FILE));
    }

    private static RunView training(String runId, long seconds) {
        return view(
                accepted(runId, "starter", 1),
                new RunEvent.Prepared(runId, at(2), FILE),
                new TrainingEvent.Started(runId, at(seconds), 1, 10));
    }

    private static RunEvent accepted(String runId, String model, long seconds) {
        return new RunEvent.Accepted(runId, at(seconds), "cat", "cat", model, "default", 5);
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    private static RunView view(RunEvent... events) {
        RunRecord record = new RunRecord(events[0].runId(), null, 100);
        for (int offset = 0; offset < events.length; offset++) {
            record.add(new Told(offset, events[offset]));
        }
        return record.view();
    }
}
