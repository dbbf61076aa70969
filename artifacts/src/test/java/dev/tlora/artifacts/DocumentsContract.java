package dev.tlora.artifacts;

import static dev.tlora.artifacts.StoreUnderTest.assertConflict;
import static dev.tlora.artifacts.StoreUnderTest.bytes;
import static dev.tlora.artifacts.StoreUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Small documents change only from the version that was read. */
interface DocumentsContract extends StoreUnderTest {

    @Test
    default void documentChangesFromTheVersionThatWasRead() {
        // Given
        Version first = store().compareAndSet(KEY, Version.ABSENT, bytes("1"));
        Versioned read = otherStore().readVersioned(KEY).orElseThrow();

        // When
        Version second = otherStore().compareAndSet(KEY, read.version(), bytes("2"));

        // Then
        assertThat(read.version()).isEqualTo(first);
        assertThat(read.text()).isEqualTo("1");
        assertThat(store().readVersioned(KEY).orElseThrow().version()).isEqualTo(second);
        assertThat(text(store().read(KEY))).isEqualTo("2");
    }

    @Test
    default void writerWithAnOldVersionIsRefused() {
        // Given
        Version first = store().compareAndSet(KEY, Version.ABSENT, bytes("1"));
        store().compareAndSet(KEY, first, bytes("2"));

        // When
        assertConflict(() -> otherStore().compareAndSet(KEY, first, bytes("3")));
        assertConflict(() -> otherStore().compareAndSet(KEY, Version.ABSENT, bytes("3")));

        // Then
        assertThat(text(store().read(KEY))).isEqualTo("2");
    }

    @Test
    default void changeOfADeletedDocumentIsRefused() {
        Version first = store().compareAndSet(KEY, Version.ABSENT, bytes("1"));
        store().delete(KEY);

        assertConflict(() -> store().compareAndSet(KEY, first, bytes("2")));
        assertThat(store().exists(KEY)).isFalse();
    }

    @Test
    default void ofWritersWithOneExpectationExactlyOneWins() throws Exception {
        // Given
        int writers = 8;
        var start = new CyclicBarrier(writers);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<Future<Boolean>> outcomes = new ArrayList<>();

        // When
        for (int writer = 0; writer < writers; writer++) {
            ArtifactStore store = writer % 2 == 0 ? store() : otherStore();
            byte[] content = bytes("writer " + writer);
            outcomes.add(threads.submit(() -> wins(store, start, content)));
        }
        List<Boolean> won = new ArrayList<>();
        for (Future<Boolean> outcome : outcomes) {
            won.add(outcome.get());
        }
        threads.shutdown();

        // Then
        assertThat(won).containsOnlyOnce(true);
        assertThat(text(store().read(KEY))).isEqualTo("writer " + won.indexOf(true));
    }

    private static boolean wins(ArtifactStore store, CyclicBarrier start, byte[] content)
            throws Exception {
        start.await();
        try {
            store.compareAndSet(KEY, Version.ABSENT, content);
            return true;
        } catch (ConflictException e) {
            return false;
        }
    }
}
