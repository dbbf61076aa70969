package dev.tlora.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Keeps artefacts as files of one folder, which may be shared by several processes. Writers fill a
 * draft beside the artefacts, bring it to the disk and rename it; renames and deletions of all
 * processes happen one after another. Opening a store removes the drafts that crashed writers left
 * behind. The content of the folder is not protected from other programs that write to it, except
 * that links in it are not followed.
 */
public final class FolderStore implements ArtifactStore {

    private final StoreFolder folder;
    private final FolderReader reader;
    private final FolderWriter writer;

    /**
     * Opens the store and creates its folder if need be.
     *
     * @throws UnavailableException when the folder cannot be created or written
     */
    public FolderStore(Path root) {
        this(root, Clock.systemUTC());
    }

    FolderStore(Path root, Clock clock) {
        try {
            folder = StoreFolder.open(root);
            Drafts drafts = new Drafts(folder.hidden("drafts"));
            drafts.removeAbandoned(clock);
            reader = new FolderReader(folder);
            writer = new FolderWriter(folder, drafts, reader);
        } catch (IOException e) {
            throw new UnavailableException(
                    "Store " + root + " cannot be opened (" + e + "): choose a writable folder.",
                    e);
        }
    }

    @Override
    public StoredArtifact put(String key, ContentWriter content) {
        return write(key, content, () -> {});
    }

    @Override
    public StoredArtifact putIfAbsent(String key, ContentWriter content) {
        ArtifactKey.require(key);
        requireFree(key); // before an hour is spent on writing
        return write(key, content, () -> requireFree(key));
    }

    @Override
    public Version compareAndSet(String key, Version expected, byte[] content) {
        StoredArtifact stored =
                write(key, out -> out.write(content), () -> requireVersion(key, expected));
        return new Version(stored.sha256());
    }

    @Override
    public Optional<Versioned> readVersioned(String key) {
        ArtifactKey.require(key);
        return attempt("read", key, () -> reader.readVersioned(key));
    }

    @Override
    public URI uri(String key) {
        return folder.uriOf(ArtifactKey.require(key));
    }

    @Override
    public String keyOf(URI uri) {
        return folder.keyOf(uri);
    }

    @Override
    public Path fetch(URI uri, String expectedSha256) {
        Sha256.requireValid(expectedSha256);
        StoredArtifact found = describe(keyOf(uri));
        if (!found.sha256().equals(expectedSha256)) {
            throw new IntegrityException(
                    "Artefact "
                            + found.key()
                            + " has SHA-256 "
                            + found.sha256()
                            + ", not the expected "
                            + expectedSha256
                            + ": it was replaced or damaged, make it again.");
        }
        return folder.fileOf(found.key());
    }

    @Override
    public StoredArtifact describe(String key) {
        ArtifactKey.require(key);
        return attempt("read", key, () -> reader.describe(key));
    }

    @Override
    public byte[] read(String key) {
        ArtifactKey.require(key);
        return attempt("read", key, () -> reader.read(key));
    }

    @Override
    public InputStream open(String key) {
        ArtifactKey.require(key);
        return attempt("read", key, () -> reader.open(key));
    }

    @Override
    public boolean exists(String key) {
        boolean found = reader.exists(ArtifactKey.require(key));
        if (!found) {
            folder.requirePresent();
        }
        return found;
    }

    @Override
    public long size(String key) {
        ArtifactKey.require(key);
        return attempt("read", key, () -> reader.size(key));
    }

    @Override
    public List<String> list(String prefix) {
        String start = ArtifactKey.requireFolder(prefix);
        folder.requirePresent();
        return attempt("listed", start, () -> reader.list(start));
    }

    @Override
    public void delete(String key) {
        ArtifactKey.require(key);
        attempt("deleted", key, () -> writer.delete(key));
    }

    @Override
    public void deleteAll(String prefix) {
        String start = ArtifactKey.require(ArtifactKey.requireFolder(prefix));
        attempt("deleted", start, () -> writer.deleteAll(start));
    }

    private StoredArtifact write(
            String key, ContentWriter content, FolderWriter.Precondition precondition) {
        ArtifactKey.require(key);
        return attempt("written", key, () -> writer.write(key, content, precondition));
    }

    private void requireFree(String key) {
        if (exists(key)) {
            throw new ConflictException(
                    "Artefact " + key + " is there already: use it or choose another key.");
        }
    }

    private void requireVersion(String key, Version expected) throws IOException {
        Version current = reader.readVersioned(key).map(Versioned::version).orElse(Version.ABSENT);
        if (!current.equals(expected)) {
            throw new ConflictException(
                    "Document "
                            + key
                            + " is at version "
                            + current.token()
                            + ", not at the expected "
                            + expected.token()
                            + ": read it again, then decide anew.");
        }
    }

    private <T> T attempt(String what, String key, IoAction<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw new UnavailableException(
                    "Artefact \""
                            + key
                            + "\" could not be "
                            + what
                            + " in "
                            + folder
                            + " ("
                            + e
                            + "): check the store and its free space, then try again.",
                    e);
        }
    }
}
