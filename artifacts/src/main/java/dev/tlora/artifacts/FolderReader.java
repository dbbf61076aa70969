package dev.tlora.artifacts;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the artefacts of a folder. Uses plain streams because file channels fail on an interrupted
 * thread.
 */
final class FolderReader {

    private final StoreFolder folder;

    FolderReader(StoreFolder folder) {
        this.folder = folder;
    }

    boolean exists(String key) {
        return Files.isRegularFile(folder.fileOf(key), LinkOption.NOFOLLOW_LINKS);
    }

    long size(String key) throws IOException {
        Path file = folder.fileOf(key);
        if (!exists(key)) {
            throw missing(key);
        }
        return Files.size(file);
    }

    InputStream open(String key) throws IOException {
        Path file = folder.fileOf(key);
        if (!exists(key)) {
            throw missing(key);
        }
        try {
            return new FileInputStream(file.toFile());
        } catch (FileNotFoundException e) {
            if (exists(key)) {
                throw e; // there, but not readable
            }
            throw missing(key);
        }
    }

    byte[] read(String key) throws IOException {
        try (InputStream content = open(key)) {
            return content.readAllBytes();
        }
    }

    Optional<Versioned> readVersioned(String key) throws IOException {
        try {
            byte[] content = read(key);
            return Optional.of(new Versioned(new Version(Sha256.of(content)), content));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    StoredArtifact describe(String key) throws IOException {
        try (InputStream content = open(key)) {
            MeasuringStream measured = new MeasuringStream(OutputStream.nullOutputStream());
            content.transferTo(measured);
            return measured.artifact(key, folder.uriOf(key));
        }
    }

    List<String> list(String prefix) throws IOException {
        Path start = folder.fileOf(prefix);
        KeyListing listing = new KeyListing(folder);
        if (Files.isDirectory(start)) {
            Files.walkFileTree(start, listing);
        }
        return listing.keys();
    }

    private ArtifactException missing(String key) {
        folder.requirePresent();
        return new NotFoundException(
                "There is no artefact "
                        + key
                        + " in "
                        + folder
                        + ": check the key, or make the artefact again.");
    }
}
