package dev.tlora.artifacts;

import static dev.tlora.artifacts.StoreUnderTest.bytes;
import static dev.tlora.artifacts.StoreUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artefacts are stored whole, or not at all. */
interface WritingContract extends StoreUnderTest {

    @Test
    default void storedArtifactIsDescribedByKeyHashAndLength() {
        StoredArtifact stored = store().putBytes(KEY, bytes("abc"));

        assertThat(stored).isEqualTo(new StoredArtifact(KEY, store().uri(KEY), ABC_SHA256, 3));
        assertThat(otherStore().describe(KEY)).isEqualTo(stored);
        assertThat(otherStore().size(KEY)).isEqualTo(3);
    }

    @Test
    default void contentWrittenInPiecesIsReadBackWhole() throws IOException {
        // Given
        byte[] content = new byte[300_000];
        for (int index = 0; index < content.length; index++) {
            content[index] = (byte) ((index * 31) >> 3);
        }

        // When
        store().put(
                        KEY,
                        out -> {
                            out.write(content[0]);
                            out.write(content, 1, 99_999);
                            out.flush();
                            out.write(content, 100_000, 200_000);
                            out.close();
                        });

        // Then
        assertThat(otherStore().read(KEY)).isEqualTo(content);
        try (InputStream opened = otherStore().open(KEY)) {
            assertThat(opened.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    default void localFileIsStoredAsACopy(@TempDir Path local) throws IOException {
        // Given
        Path file = Files.writeString(local.resolve("a.txt"), "abc");

        // When
        StoredArtifact stored = store().putFile(KEY, file);
        Files.writeString(file, "changed");

        // Then
        assertThat(stored.sha256()).isEqualTo(ABC_SHA256);
        assertThat(store().read(KEY)).isEqualTo(bytes("abc"));
    }

    @Test
    default void emptyContentIsAnArtifact() {
        StoredArtifact stored = store().putBytes(KEY, new byte[0]);

        assertThat(stored.bytes()).isZero();
        assertThat(store().size(KEY)).isZero();
        assertThat(store().exists(KEY)).isTrue();
        assertThat(store().read(KEY)).isEmpty();
    }

    @Test
    default void laterContentReplacesTheFormerOnlyOnceComplete() {
        // Given
        store().putBytes(KEY, bytes("old"));
        List<String> seenWhileWriting = new ArrayList<>();

        // When
        store().put(
                        KEY,
                        out -> {
                            out.write(bytes("new"));
                            out.flush();
                            seenWhileWriting.add(text(otherStore().read(KEY)));
                        });

        // Then
        assertThat(seenWhileWriting).containsExactly("old");
        assertThat(text(otherStore().read(KEY))).isEqualTo("new");
    }

    @Test
    default void failingWriterLeavesTheFormerContentAndNothingElse() {
        // Given
        store().putBytes(KEY, bytes("old"));
        var failure = new IllegalStateException("no pixels");

        // When
        assertThatThrownBy(
                        () ->
                                store().put(
                                                KEY,
                                                out -> {
                                                    out.write(bytes("half"));
                                                    throw failure;
                                                }))
                .isSameAs(failure);

        // Then
        assertThat(text(store().read(KEY))).isEqualTo("old");
        assertThat(store().list("")).containsExactly(KEY);
    }

    @Test
    default void inputOrOutputErrorOfAWriterMayBeTriedAgain() {
        assertThatThrownBy(
                        () ->
                                store().put(
                                                KEY,
                                                out -> {
                                                    throw new IOException("No space left");
                                                }))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(KEY)
                .hasMessageContaining("No space left");
        assertThat(store().exists(KEY)).isFalse();
    }

    @Test
    default void putIfAbsentStoresUnderAFreeKeyAndRefusesATakenOne() {
        // Given
        StoredArtifact first = store().putIfAbsent(KEY, out -> out.write(bytes("abc")));

        // When
        assertThatThrownBy(() -> otherStore().putIfAbsent(KEY, out -> out.write(bytes("late"))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(KEY);

        // Then
        assertThat(first.sha256()).isEqualTo(ABC_SHA256);
        assertThat(text(store().read(KEY))).isEqualTo("abc");
    }

    @Test
    default void putIfAbsentThatIsOvertakenWhileWritingIsRefused() {
        assertThatThrownBy(
                        () ->
                                store().putIfAbsent(
                                                KEY,
                                                out -> {
                                                    otherStore().putBytes(KEY, bytes("first"));
                                                    out.write(bytes("second"));
                                                }))
                .isInstanceOf(ConflictException.class);
        assertThat(text(store().read(KEY))).isEqualTo("first");
    }
}
