package dev.tlora.artifacts;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Collects the keys below a folder; what other processes delete meanwhile is left out. */
final class KeyListing extends SimpleFileVisitor<Path> {

    private final StoreFolder folder;
    private final List<String> keys = new ArrayList<>();

    KeyListing(StoreFolder folder) {
        this.folder = folder;
    }

    /** Sorted. */
    List<String> keys() {
        return keys.stream().sorted().toList();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
        return visited.equals(folder.hidden(""))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String key = folder.keyOf(file);
        if (attributes.isRegularFile() && ArtifactKey.isValid(key)) {
            keys.add(key);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }
}
