package dev.tlora.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest extends ArtifactStoreContract {

    private static final byte[] CONTENT = "abc".getBytes(UTF_8);

    @TempDir Path temporary;

    private Path root;
    private FolderStore store;

    @BeforeEach
    void open() {
        root = temporary.resolve("not/yet/there");
        store = new FolderStore(root);
    }

    @Override
    public ArtifactStore store() {
        return store;
    }

    @Override
    public ArtifactStore otherStore() {
        return new FolderStore(root);
    }

    @Test
    void artifactIsAFileUnderItsKey() throws IOException {
        StoredArtifact stored = store.putBytes("runs/r-1/report.html", CONTENT);

        assertThat(root.resolve("runs/r-1/report.html")).hasContent("abc");
        assertThat(Path.of(stored.uri())).isEqualTo(root.toRealPath().resolve(stored.key()));
    }

    @Test
    void linkThatLeadsOutIsRefusedForReadingAndWriting() throws IOException {
        // Given
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(root.resolve("runs"), outside);
        Files.createSymbolicLink(root.resolve("direct"), outside.resolve("secret"));

        // When
        assertRefused(() -> store.read("runs/secret"));
        assertRefused(() -> store.read("direct"));
        assertRefused(() -> store.putBytes("runs/new", CONTENT));
        assertRefused(() -> store.putBytes("direct", CONTENT));
        assertRefused(() -> store.deleteAll("runs"));

        // Then
        assertThat(store.list("")).isEmpty();
        assertThat(outside).isDirectoryContaining("glob:**/secret");
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void keyCannotBeArtifactAndFolderAtOnce() {
        store.putBytes("runs/r-1", CONTENT);

        assertRefused(() -> store.putBytes("runs/r-1/report.html", CONTENT));
        assertRefused(() -> store.putBytes("runs", CONTENT));
        assertThat(store.list("")).containsExactly("runs/r-1");
    }

    @Test
    void draftsAreNeverListed() {
        store.put(
                "a",
                out -> {
                    out.write(CONTENT);
                    assertThat(store.list("")).isEmpty();
                    assertThat(drafts()).isNotEmptyDirectory();
                });

        assertThat(drafts()).isEmptyDirectory();
    }

    @Test
    void openingRemovesAbandonedDraftsAndKeepsThoseInProgress() throws IOException {
        // Given
        Instant now = Instant.parse("2026-11-23T12:00:00Z");
        Path abandoned = draft("abandoned", now.minus(Duration.ofMinutes(1)));
        Path young = draft("young", now.minus(Duration.ofSeconds(1)));

        // When
        store.put(
                "a",
                out -> {
                    out.write(CONTENT);
                    ageDraftsTo(now.minus(Duration.ofHours(5)), abandoned, young);
                    new FolderStore(root, Clock.fixed(now, ZoneOffset.UTC));
                });

        // Then
        assertThat(store.read("a")).isEqualTo(CONTENT);
        assertThat(abandoned).doesNotExist();
        assertThat(young).exists();
    }

    private void ageDraftsTo(Instant lastWrite, Path... except) throws IOException {
        try (Stream<Path> drafts = Files.list(drafts())) {
            for (Path draft : drafts.filter(one -> !List.of(except).contains(one)).toList()) {
                Files.setLastModifiedTime(draft, FileTime.from(lastWrite));
            }
        }
    }

    @Test
    void foreignFilesAreNotListed() throws IOException {
        Files.writeString(root.resolve(".DS_Store"), "x");
        Files.writeString(root.resolve("my notes.txt"), "x");
        store.putBytes("a", CONTENT);

        assertThat(store.list("")).containsExactly("a");
    }

    @Test
    void deletionLeavesNoEmptyFolders() {
        store.putBytes("runs/r-1/images/a.png", CONTENT);
        store.putBytes("runs/r-2/images/a.png", CONTENT);

        store.deleteAll("runs/r-1");

        assertThat(root.resolve("runs/r-1")).doesNotExist();
        assertThat(root.resolve("runs/r-2/images/a.png")).exists();
    }

    @Test
    void interruptedThreadStillSavesAndReads() {
        // Given
        Thread.currentThread().interrupt();

        // When
        store.put("runs/r-1/a", out -> out.write(CONTENT));
        byte[] read = store.read("runs/r-1/a");

        // Then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(read).isEqualTo(CONTENT);
    }

    @Test
    void storeThatIsNotMountedIsUnavailableRatherThanEmpty() throws IOException {
        // Given
        store.putBytes("a", CONTENT);

        // When
        Files.move(root, temporary.resolve("unmounted"));
        Files.createDirectory(root);

        // Then
        assertUnavailable(() -> store.read("a"));
        assertUnavailable(() -> store.exists("a"));
        assertUnavailable(() -> store.list(""));
        assertUnavailable(() -> store.readVersioned("a"));
        assertUnavailable(() -> store.delete("a"));
        assertUnavailable(() -> store.putBytes("b", CONTENT));
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void fileInPlaceOfTheFolderNamesItAndARemedy() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> new FolderStore(file))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("choose a writable folder");
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InvalidLocationException.class);
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("try again");
    }

    private Path drafts() {
        return root.resolve(".store/drafts");
    }

    private Path draft(String name, Instant lastWrite) throws IOException {
        Path draft = Files.writeString(drafts().resolve(name + ".draft"), "half");
        return Files.setLastModifiedTime(draft, FileTime.from(lastWrite));
    }
}
