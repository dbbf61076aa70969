package dev.tlora.artifacts;

import static dev.tlora.artifacts.StoreUnderTest.assertRefused;
import static dev.tlora.artifacts.StoreUnderTest.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and URIs lead to places inside the store, and nowhere else. */
interface KeysContract extends StoreUnderTest {

    @Test
    default void uriLeadsBackToItsKey() {
        String key = "runs/r-1/images/a@b=c+d_e-0.png";

        assertThat(store().keyOf(store().uri(key))).isEqualTo(key);
        assertThat(otherStore().uri(key)).isEqualTo(store().uri(key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/runs/r-1/scores.json",
                "file:///etc/passwd",
                "file:///",
                "runs/r-1/scores.json",
                "nonsense:runs"
            })
    default void uriOutsideTheStoreIsRefused(URI uri) {
        assertThatThrownBy(() -> store().keyOf(uri))
                .isInstanceOf(InvalidLocationException.class)
                .hasMessageContaining(uri.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secret", "/%2e%2e/secret", "/.store/lock", "/a/../../secret"})
    default void uriThatClimbsOutOfTheStoreIsRefused(String path) {
        String inside = store().uri("a").toString();
        URI uri = URI.create(inside.substring(0, inside.length() - "/a".length()) + path);

        assertThatThrownBy(() -> store().fetch(uri, OTHER_SHA256))
                .isInstanceOf(InvalidLocationException.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "a/",
                "a//b",
                ".",
                "..",
                "../a",
                "a/../b",
                "a/..",
                "a/./b",
                ".store/lock",
                "a/.hidden",
                "a\\b",
                "..\\a",
                "a\nb",
                "a\0b",
                "a b",
                "a%2e",
                "C:/a",
                "é",
                "~/a",
                "a?b",
                "a*"
            })
    default void improperKeyIsRefusedByEveryMethod(String key) {
        ArtifactStore store = store();

        assertRefused(() -> store.putBytes(key, bytes("abc")));
        assertRefused(() -> store.putIfAbsent(key, out -> {}));
        assertRefused(() -> store.compareAndSet(key, Version.ABSENT, bytes("abc")));
        assertRefused(() -> store.readVersioned(key));
        assertRefused(() -> store.uri(key));
        assertRefused(() -> store.read(key));
        assertRefused(() -> store.open(key).close());
        assertRefused(() -> store.describe(key));
        assertRefused(() -> store.exists(key));
        assertRefused(() -> store.delete(key));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "/", "..", "../", "runs/..", "runs//"})
    default void improperFolderIsNeverCleared(String folder) {
        store().putBytes(KEY, bytes("abc"));

        assertRefused(() -> store().deleteAll(folder));
        assertThat(store().exists(KEY)).isTrue();
    }

    @Test
    default void overlongKeyIsRefusedInAShortMessage() {
        assertThatThrownBy(() -> store().putBytes("a/".repeat(600) + "a", bytes("abc")))
                .isInstanceOf(InvalidLocationException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(400));
        assertRefused(() -> store().putBytes("a".repeat(256), bytes("abc")));
        assertThat(store().putBytes("a".repeat(255), bytes("abc")).bytes()).isEqualTo(3);
    }
}
