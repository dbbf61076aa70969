package dev.tlora.artifacts;

import static dev.tlora.artifacts.StoreUnderTest.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Folders come and go with what they hold. */
interface FoldersContract extends StoreUnderTest {

    @Test
    default void listHoldsTheFolderAndAllBelowSorted() {
        // Given
        for (String key : List.of("runs/cat/b", "runs/cat/a/z", "runs/cat2/c", "models/m")) {
            store().putBytes(key, bytes("abc"));
        }

        // When
        List<String> below = otherStore().list("runs/cat");

        // Then
        assertThat(below).containsExactly("runs/cat/a/z", "runs/cat/b");
        assertThat(store().list("runs/cat/")).isEqualTo(below);
        assertThat(store().list(""))
                .containsExactly("models/m", "runs/cat/a/z", "runs/cat/b", "runs/cat2/c");
        assertThat(store().list("runs/dog")).isEmpty();
    }

    @Test
    default void deleteRemovesOneArtifactAndForgivesRepetition() {
        // Given
        store().putBytes("runs/cat/a", bytes("abc"));
        store().putBytes("runs/cat/b", bytes("abc"));

        // When
        store().delete("runs/cat/a");
        store().delete("runs/cat/a");

        // Then
        assertThat(otherStore().list("")).containsExactly("runs/cat/b");
    }

    @Test
    default void deleteAllClearsOneFolderAlone() {
        // Given
        for (String key : List.of("runs/cat/b", "runs/cat/a/z", "runs/cat2/c")) {
            store().putBytes(key, bytes("abc"));
        }

        // When
        store().deleteAll("runs/cat");

        // Then
        assertThat(otherStore().list("")).containsExactly("runs/cat2/c");
    }
}
