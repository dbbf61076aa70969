package dev.tlora.artifacts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changes the artefacts of a folder, each change under the folder's lock. */
final class FolderWriter {

    /** What has to hold at the moment an artefact is renamed into its place. */
    @FunctionalInterface
    interface Precondition {

        void check() throws IOException;
    }

    private final StoreFolder folder;
    private final Drafts drafts;
    private final FolderReader reader;
    private final FolderLock lock;

    FolderWriter(StoreFolder folder, Drafts drafts, FolderReader reader) {
        this.folder = folder;
        this.drafts = drafts;
        this.reader = reader;
        this.lock = new FolderLock(folder.hidden("lock"));
    }

    StoredArtifact write(String key, ContentWriter content, Precondition precondition)
            throws IOException {
        Path draft = drafts.newFile();
        try {
            MeasuringStream written = DurableFiles.write(draft, content);
            return lock.hold(
                    () -> {
                        precondition.check();
                        DurableFiles.replace(draft, folder.prepareFor(key));
                        return written.artifact(key, folder.uriOf(key));
                    });
        } finally {
            drafts.finished(draft);
        }
    }

    boolean delete(String key) throws IOException {
        return lock.hold(() -> remove(key));
    }

    boolean deleteAll(String prefix) throws IOException {
        return lock.hold(
                () -> {
                    boolean removed = false;
                    for (String key : reader.list(prefix)) {
                        removed |= remove(key);
                    }
                    return removed;
                });
    }

    private boolean remove(String key) throws IOException {
        Path file = folder.fileOf(key);
        boolean removed = reader.exists(key) && Files.deleteIfExists(file);
        if (removed) {
            folder.prune(file);
        }
        return removed;
    }
}
