package dev.tlora.ingest.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Stage;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunBoardTest {

    private final RunBoard board = new RunBoard(10, 10, Clock.systemUTC());

    @Test
    void whoFollowsARunIsCalledWithoutTheBoardsLocks() throws Exception {
        // Given
        board.submitted("run-1", "acme");
        CompletableFuture<Boolean> known = new CompletableFuture<>();
        board.follow("run-1", -1)
                .subscribe()
                .with(told -> known.complete(askedByAnother().join().equals("run-1")));

        // When
        CompletableFuture<Void> told = CompletableFuture.runAsync(() -> board.add(0, cancelled()));

        // Then
        assertThat(known.get(10, TimeUnit.SECONDS)).isTrue();
        told.get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<String> askedByAnother() {
        return CompletableFuture.supplyAsync(
                () -> board.find("run-1").map(RunView::runId).orElse("unknown"),
                task -> new Thread(task).start());
    }

    private static RunEvent cancelled() {
        return new RunEvent.Cancelled("run-1", Instant.EPOCH, Stage.INGEST, false);
    }
}
