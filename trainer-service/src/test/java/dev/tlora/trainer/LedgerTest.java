package dev.tlora.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.LatentsPrepared;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    private static final Instant ORDERED = Instant.parse("2026-01-02T03:04:05Z");
    private static final LatentsPrepared ORDER = Examples.order("r-1", ORDERED);

    @TempDir Path folder;

    private FolderStore store;
    private Ledger ledger;

    @BeforeEach
    void open() {
        store = new FolderStore(folder);
        ledger = new Ledger(store);
    }

    @Test
    void aNewAttemptGoesOnFromTheCheckpointOfTheOneBefore() {
        // Given
        Attempt first = ledger.claim(ORDER);
        ledger.saved(first, 200);

        // When
        Attempt second = ledger.claim(ORDER);

        // Then
        assertThat(first.checkpoint()).isEqualTo(Attempt.NO_CHECKPOINT);
        assertThat(second.number()).isEqualTo(first.number() + 1);
        assertThat(second.checkpoint()).isEqualTo(200);
    }

    @Test
    void anOlderAttemptCanNeitherGoOnNorSave() {
        // Given
        Attempt older = ledger.claim(ORDER);

        // When
        Attempt newer = ledger.claim(ORDER);

        // Then
        assertThatThrownBy(() -> ledger.check(older)).isInstanceOf(SupersededException.class);
        assertThatThrownBy(() -> ledger.saved(older, 100))
                .isInstanceOf(SupersededException.class)
                .hasMessageContaining("r-1");
        ledger.check(newer);
        assertThat(ledger.read("r-1").step()).isNull();
    }

    @Test
    void claimsMadeAtOnceAllDiffer() throws ExecutionException, InterruptedException {
        ExecutorService trainers = Executors.newFixedThreadPool(4);
        try {
            List<Future<Attempt>> claims =
                    IntStream.range(0, 8)
                            .mapToObj(i -> trainers.submit(() -> ledger.claim(ORDER)))
                            .toList();

            for (Future<Attempt> claim : claims) {
                claim.get();
            }

            assertThat(claims)
                    .extracting(claim -> claim.get().number())
                    .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
        } finally {
            trainers.shutdown();
        }
    }

    @Test
    void aCancellationStopsTheAttemptAndAnyNewOneOfThatOrder() {
        // Given
        Attempt attempt = ledger.claim(ORDER);

        // When
        ledger.cancel(new CancelRequested("r-1", ORDERED.plusSeconds(9), false));

        // Then
        assertThatThrownBy(() -> ledger.check(attempt)).isInstanceOf(RunCancelledException.class);
        assertThatThrownBy(() -> ledger.claim(ORDER)).isInstanceOf(RunCancelledException.class);
    }

    @Test
    void aLaterOrderOfACancelledRunIsTrained() {
        ledger.cancel(new CancelRequested("r-1", ORDERED, false));

        Attempt attempt = ledger.claim(Examples.order("r-1", ORDERED.plusSeconds(1)));

        assertThat(attempt.number()).isEqualTo(1);
    }

    @Test
    void anEmptiedRunStaysCancelled() {
        // Given
        Attempt attempt = ledger.claim(ORDER);
        ledger.saved(attempt, 100);
        store.putBytes(RunLayout.of("r-1").checkpointState(100), new byte[] {1});
        ledger.cancel(new CancelRequested("r-1", ORDERED, true));

        // When
        ledger.empty("r-1");

        // Then
        assertThat(store.list("runs")).containsExactly(RunLayout.of("r-1").latest());
        assertThatThrownBy(() -> ledger.claim(ORDER)).isInstanceOf(RunCancelledException.class);
        assertThat(ledger.read("r-1").attempt()).isEqualTo(attempt.number());
    }

    @Test
    void tellsWhetherAnAttemptStillHasToEnd() {
        CancelRequested cancel = new CancelRequested("r-1", ORDERED, false);

        assertThat(ledger.cancel(cancel).running()).isFalse();
        ledger.claim(Examples.order("r-1", ORDERED.plusSeconds(1)));
        assertThat(ledger.cancel(cancel).running()).isTrue();
        ledger.ended("r-1");
        assertThat(ledger.cancel(cancel).running()).isFalse();
    }
}
