package dev.tlora.artifacts;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Files that are still being written, apart from the artefacts but on the same file system. */
final class Drafts {

    /** A draft not written to for so long has lost its writer. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path folder;

    Drafts(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    Path newFile() {
        return folder.resolve(UUID.randomUUID() + ".draft");
    }

    void removeAbandoned(Clock clock) throws IOException {
        Instant oldest = clock.instant().minus(ABANDONED);
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder)) {
            for (Path draft : drafts) {
                if (lastWrite(draft).isBefore(oldest)) {
                    Files.deleteIfExists(draft);
                }
            }
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
