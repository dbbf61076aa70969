package dev.tlora.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ArtifactStore} promises; each store extends this and names two of its kind. */
public abstract class ArtifactStoreContract {

    private static final String KEY = "runs/r-1/scores.json";

    /** SHA-256 of the three bytes "abc", FIPS 180-2 appendix B.1. */
    private static final String ABC_SHA256 =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String OTHER_SHA256 = "0".repeat(64);

    @TempDir Path local;

    /** The store under test, empty at the start of each test. */
    protected abstract ArtifactStore store();

    /** A second store on the same artefacts, as another process would open it. */
    protected abstract ArtifactStore otherStore();

    @Test
    void storedArtifactIsDescribedByKeyHashAndLength() {
        StoredArtifact stored = store().putBytes(KEY, bytes("abc"));

        assertThat(stored).isEqualTo(new StoredArtifact(KEY, store().uri(KEY), ABC_SHA256, 3));
        assertThat(otherStore().describe(KEY)).isEqualTo(stored);
    }

    @Test
    void contentWrittenInPiecesIsReadBackWhole() throws IOException {
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
    void localFileIsStoredAsACopy() throws IOException {
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
    void emptyContentIsAnArtifact() {
        StoredArtifact stored = store().putBytes(KEY, new byte[0]);

        assertThat(stored.bytes()).isZero();
        assertThat(store().exists(KEY)).isTrue();
        assertThat(store().read(KEY)).isEmpty();
    }

    @Test
    void laterContentReplacesTheFormerOnlyOnceComplete() {
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
    void failingWriterLeavesTheFormerContentAndNothingElse() {
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
    void inputOrOutputErrorOfAWriterMayBeTriedAgain() {
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
    void putIfAbsentStoresUnderAFreeKeyAndRefusesATakenOne() {
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
    void putIfAbsentThatIsOvertakenWhileWritingIsRefused() {
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

    @Test
    void fetchedFileHoldsTheContentOfTheHash() {
        StoredArtifact stored = store().putBytes(KEY, bytes("abc"));

        Path fetched = otherStore().fetch(stored.uri(), stored.sha256());

        assertThat(fetched).hasContent("abc");
    }

    @Test
    void fetchOfAnotherContentNamesBothHashes() {
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
    void fetchWithoutAProperHashIsRefused(String sha256) {
        URI uri = store().putBytes(KEY, bytes("abc")).uri();

        assertThatThrownBy(() -> store().fetch(uri, sha256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64");
    }

    @Test
    void everyWayOfReadingAMissingArtifactNamesItsKey() {
        ArtifactStore store = store();
        URI uri = store.uri(KEY);

        assertThat(store.exists(KEY)).isFalse();
        assertThat(store.readVersioned(KEY)).isEmpty();
        assertMissing(() -> store.read(KEY));
        assertMissing(() -> store.open(KEY).close());
        assertMissing(() -> store.describe(KEY));
        assertMissing(() -> store.fetch(uri, OTHER_SHA256));
    }

    @Test
    void folderIsNotAnArtifact() {
        store().putBytes("runs/r-1/report.html", bytes("abc"));

        assertThat(store().exists("runs/r-1")).isFalse();
        assertThatThrownBy(() -> store().read("runs/r-1")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void uriLeadsBackToItsKey() {
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
    void uriOutsideTheStoreIsRefused(URI uri) {
        assertThatThrownBy(() -> store().keyOf(uri))
                .isInstanceOf(InvalidLocationException.class)
                .hasMessageContaining(uri.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secret", "/%2e%2e/secret", "/.store/lock", "/a/../../secret"})
    void uriThatClimbsOutOfTheStoreIsRefused(String path) {
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
    void improperKeyIsRefusedByEveryMethod(String key) {
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
    void improperFolderIsNeverCleared(String folder) {
        store().putBytes(KEY, bytes("abc"));

        assertRefused(() -> store().deleteAll(folder));
        assertThat(store().exists(KEY)).isTrue();
    }

    @Test
    void overlongKeyIsRefusedInAShortMessage() {
        assertThatThrownBy(() -> store().putBytes("a/".repeat(600) + "a", bytes("abc")))
                .isInstanceOf(InvalidLocationException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(400));
        assertRefused(() -> store().putBytes("a".repeat(256), bytes("abc")));
        assertThat(store().putBytes("a".repeat(255), bytes("abc")).bytes()).isEqualTo(3);
    }

    @Test
    void listHoldsTheFolderAndAllBelowSorted() {
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
    void deleteRemovesOneArtifactAndForgivesRepetition() {
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
    void deleteAllClearsOneFolderAlone() {
        // Given
        for (String key : List.of("runs/cat/b", "runs/cat/a/z", "runs/cat2/c")) {
            store().putBytes(key, bytes("abc"));
        }

        // When
        store().deleteAll("runs/cat");

        // Then
        assertThat(otherStore().list("")).containsExactly("runs/cat2/c");
    }

    @Test
    void documentChangesFromTheVersionThatWasRead() {
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
    void writerWithAnOldVersionIsRefused() {
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
    void changeOfADeletedDocumentIsRefused() {
        Version first = store().compareAndSet(KEY, Version.ABSENT, bytes("1"));
        store().delete(KEY);

        assertConflict(() -> store().compareAndSet(KEY, first, bytes("2")));
        assertThat(store().exists(KEY)).isFalse();
    }

    @Test
    void ofWritersWithOneExpectationExactlyOneWins() throws Exception {
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

    private static void assertMissing(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NotFoundException.class).hasMessageContaining(KEY);
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InvalidLocationException.class);
    }

    private static void assertConflict(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(ConflictException.class).hasMessageContaining(KEY);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] content) {
        return new String(content, UTF_8);
    }
}
