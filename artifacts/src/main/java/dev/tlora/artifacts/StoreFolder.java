package dev.tlora.artifacts;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Translates keys to files of one folder and back. Links below the folder are refused, so that no
 * key leads out of it. The store's own files lie in {@code .store}, which no key can name.
 */
final class StoreFolder {

    private final Path root;
    private final Path hidden;
    private final String uri;

    private StoreFolder(Path root) {
        this.root = root;
        this.hidden = root.resolve(".store");
        this.uri = root.toUri().toString();
    }

    static StoreFolder open(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root);
        }
        return new StoreFolder(root.toRealPath());
    }

    /** A file or folder of the store itself. */
    Path hidden(String name) {
        return hidden.resolve(name);
    }

    /** The file of an artefact, or the folder of a key prefix. */
    Path fileOf(String key) {
        Path file = root;
        for (String name : key.split("/", -1)) {
            file = file.resolve(name);
            if (Files.isSymbolicLink(file)) {
                throw new InvalidLocationException(
                        "Key " + key + " is refused: " + file + " is a link; put a folder there.");
            }
        }
        return file;
    }

    URI uriOf(String key) {
        return URI.create(uri + key);
    }

    String keyOf(URI location) {
        Path file = localFile(location);
        if (!file.startsWith(root) || file.equals(root)) {
            throw outside(location, null);
        }
        return ArtifactKey.require(keyOf(file));
    }

    String keyOf(Path file) {
        return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    /** The file that will hold an artefact, in a folder that is there. */
    Path prepareFor(String key) throws IOException {
        Path file = fileOf(key);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidLocationException(
                    "Key " + key + " cannot be stored: it is the folder of other artefacts.");
        }
        try {
            DurableFiles.createFolders(file.getParent());
            return file;
        } catch (FileAlreadyExistsException e) {
            throw new InvalidLocationException(
                    "Key " + key + " cannot be stored: " + e.getFile() + " is an artefact.", e);
        }
    }

    /** Removes the folders that the deleted file leaves empty. */
    void prune(Path deleted) throws IOException {
        Path folder = deleted.getParent();
        while (!folder.equals(root) && DurableFiles.deleteIfEmpty(folder)) {
            folder = folder.getParent();
        }
    }

    /** Tells a missing artefact from a missing store, such as a file system not mounted. */
    void requirePresent() {
        if (!Files.isDirectory(hidden)) {
            throw new UnavailableException(
                    "Store " + root + " is away: mount it again, then try again.");
        }
    }

    private Path localFile(URI location) {
        try {
            return Path.of(location);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw outside(location, e);
        }
    }

    private InvalidLocationException outside(URI location, Throwable cause) {
        return new InvalidLocationException(
                "URI " + location + " is refused: it lies outside the store " + uri + ".", cause);
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
