package dev.tlora.artifacts;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files that are still being written, apart from the artefacts but on the same file system. Their
 * writers hold a lock on them, which the operating system frees when a writer dies.
 */
final class Drafts {

    /** Time enough between creating a draft and locking it. */
    private static final Duration YOUNG = Duration.ofSeconds(10);

    /** Closing any channel on a file would free this JVM's own lock on it. */
    private static final Set<Path> WRITTEN_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;

    Drafts(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    Path newFile() {
        Path draft = folder.resolve(UUID.randomUUID() + ".draft");
        WRITTEN_HERE.add(draft);
        return draft;
    }

    /** To be called once for each new file, when it has become an artefact or failed to. */
    void finished(Path draft) throws IOException {
        WRITTEN_HERE.remove(draft);
        Files.deleteIfExists(draft);
    }

    void removeAbandoned(Clock clock) throws IOException {
        Instant oldest = clock.instant().minus(YOUNG);
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder)) {
            for (Path draft : drafts) {
                if (lastWrite(draft).isBefore(oldest)
                        && !WRITTEN_HERE.contains(draft)
                        && hasNoWriter(draft)) {
                    Files.deleteIfExists(draft);
                }
            }
        }
    }

    private static boolean hasNoWriter(Path draft) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(draft.toFile(), "rw");
                FileLock lock = opened.getChannel().tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // written by this JVM under another class loader
        } catch (FileNotFoundException e) {
            return true; // its writer has just finished
        }
    }

    private static Instant lastWrite(Path draft) throws IOException {
        try {
            return Files.getLastModifiedTime(draft).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX; // its writer has just finished
        }
    }
}
