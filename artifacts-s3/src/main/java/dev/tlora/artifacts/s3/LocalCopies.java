package dev.tlora.artifacts.s3;

import dev.tlora.artifacts.IntegrityException;
import dev.tlora.artifacts.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files brought from S3, each under its hash, so that what changes there is never mistaken for what
 * is here. The longest unused make room, except those used within the last hour.
 *
 * <p>Safe for several threads, and for several processes on one folder.
 */
final class LocalCopies {

    private static final Duration IN_USE = Duration.ofHours(1);

    private final Path folder;
    private final long mostBytes;
    private final Clock clock;

    LocalCopies(Path folder, long mostBytes, Clock clock) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /** Whether there is one now; it counts as used. */
    boolean has(String sha256) throws IOException {
        try {
            Files.setLastModifiedTime(file(sha256), FileTime.from(clock.instant()));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    Path file(String sha256) {
        return folder.resolve(sha256);
    }

    /**
     * Keeps the content.
     *
     * @throws IntegrityException when it has another hash
     */
    Path add(String key, String sha256, InputStream content) throws IOException {
        Path part = Files.createTempFile(Files.createDirectories(folder), "part-", ".tmp");
        try {
            DigestInputStream hashed = new DigestInputStream(content, Sha256.digest());
            Files.copy(hashed, part, StandardCopyOption.REPLACE_EXISTING);
            requireHash(key, sha256, Sha256.hex(hashed.getMessageDigest().digest()));
            Files.move(part, file(sha256), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        makeRoom();
        return file(sha256);
    }

    void remove(String sha256) throws IOException {
        Files.deleteIfExists(file(sha256));
    }

    private static void requireHash(String key, String expected, String found) {
        if (!found.equals(expected)) {
            throw new IntegrityException(
                    "Artefact "
                            + key
                            + " has SHA-256 "
                            + found
                            + ", not the expected "
                            + expected
                            + ": it was replaced or damaged, make it again.");
        }
    }

    private void makeRoom() throws IOException {
        List<Copy> copies = copies();
        long bytes = copies.stream().mapToLong(Copy::bytes).sum();
        Instant unusedSince = clock.instant().minus(IN_USE);
        for (Copy copy : copies) {
            if (bytes <= mostBytes || copy.used().isAfter(unusedSince)) {
                return;
            }
            Files.deleteIfExists(copy.file());
            bytes -= copy.bytes();
        }
    }

    /** The longest unused first. */
    private List<Copy> copies() throws IOException {
        List<Copy> copies = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copy(file).ifPresent(copies::add);
            }
        }
        copies.sort(Comparator.comparing(Copy::used));
        return copies;
    }

    /** Empty when another process has just made room. */
    private static Optional<Copy> copy(Path file) throws IOException {
        try {
            Instant used = Files.getLastModifiedTime(file).toInstant();
            return Optional.of(new Copy(file, Files.size(file), used));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private record Copy(Path file, long bytes, Instant used) {}
}
