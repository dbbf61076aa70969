package dev.tlora.artifacts;

import static dev.tlora.artifacts.StoreUnderTest.assertMissing;
import static dev.tlora.artifacts.StoreUnderTest.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read is what was stored, under the hash that was asked for. */
interface ReadingContract extends StoreUnderTest {

    @Test
    default void fetchedFileHoldsTheContentOfTheHash() {
        StoredArtifact stored = store().putBytes(KEY, bytes("abc"));

        Path fetched = otherStore().fetch(stored.uri(), stored.sha256());

        assertThat(fetched).hasContent("abc");
    }

    @Test
    default void fetchOfAnotherContentNamesBothHashes() {
        StoredArtifact stored = store().putBytes(KEY, bytes("abc"));

        assertThatThrownBy(() -> store().fetch(stored.uri(), OTHER_SHA256))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining(KEY)
                .hasMessageContaining(ABC_SHA256)
                .hasMessageContaining(OTHER_SHA256);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "abc", "BA7816BF"})
    default void fetchWithoutAProperHashIsRefused(String sha256) {
        URI uri = store().putBytes(KEY, bytes("abc")).uri();

        assertThatThrownBy(() -> store().fetch(uri, sha256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64");
    }

    @Test
    default void everyWayOfReadingAMissingArtifactNamesItsKey() {
        ArtifactStore store = store();
        URI uri = store.uri(KEY);

        assertThat(store.exists(KEY)).isFalse();
        assertThat(store.readVersioned(KEY)).isEmpty();
        assertMissing(() -> store.read(KEY));
        assertMissing(() -> store.open(KEY).close());
        assertMissing(() -> store.describe(KEY));
        assertMissing(() -> store.size(KEY));
        assertMissing(() -> store.fetch(uri, OTHER_SHA256));
    }

    @Test
    default void folderIsNotAnArtifact() {
        store().putBytes("runs/r-1/report.html", bytes("abc"));

        assertThat(store().exists("runs/r-1")).isFalse();
        assertThatThrownBy(() -> store().read("runs/r-1")).isInstanceOf(NotFoundException.class);
    }
}
