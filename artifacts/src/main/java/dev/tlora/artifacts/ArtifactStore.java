package dev.tlora.artifacts;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps artefacts under keys such as {@code runs/r-1/adapter/tlora.safetensors}. An artefact is
 * visible whole or not at all, and once a writing method returns it survives a crash: an event that
 * names it may be sent.
 *
 * <p>Keys are relative, separated by {@code /}; their names use ASCII letters, digits and {@code .
 * _ - + = @} and do not start with a dot. A folder is a key with or without a closing slash, or
 * empty for the whole store; folders come and go with what they hold.
 *
 * <p>Safe for several threads and for several processes on one store. Failures are {@link
 * ArtifactException}s: {@link InvalidLocationException} for a refused key, {@link
 * UnavailableException} from every method when the store cannot be reached or is full.
 */
public interface ArtifactStore {

    /**
     * Stores one artefact and replaces what lay under the key. Until the writer has finished,
     * readers see the former content.
     */
    StoredArtifact put(String key, ContentWriter content);

    /**
     * Stores one artefact under a free key.
     *
     * @throws ConflictException when the key is taken
     */
    StoredArtifact putIfAbsent(String key, ContentWriter content);

    /** Stores bytes at hand. */
    default StoredArtifact putBytes(String key, byte[] content) {
        return put(key, out -> out.write(content));
    }

    /** Stores a copy of a local file. */
    default StoredArtifact putFile(String key, Path file) {
        return put(key, out -> Files.copy(file, out));
    }

    /** Where the artefact of this key lies, whether it is there yet or not. */
    URI uri(String key);

    /**
     * The key behind one of this store's URIs.
     *
     * @throws InvalidLocationException when the URI points outside the store
     */
    String keyOf(URI uri);

    /**
     * A local file with the content, checked against its hash. The file is the store's: read only,
     * and not to be relied on after the artefact is deleted.
     *
     * @throws NotFoundException when there is no such artefact
     * @throws IntegrityException when the content has another hash
     */
    Path fetch(URI uri, String expectedSha256);

    /**
     * What is stored under the key; hashes the whole content.
     *
     * @throws NotFoundException when there is no such artefact
     */
    StoredArtifact describe(String key);

    /**
     * The whole content, for documents that fit in memory.
     *
     * @throws NotFoundException when there is no such artefact
     */
    byte[] read(String key);

    /**
     * The content as a stream, which the caller closes.
     *
     * @throws NotFoundException when there is no such artefact
     */
    InputStream open(String key);

    boolean exists(String key);

    /**
     * How many bytes are stored under the key.
     *
     * @throws NotFoundException when there is no such artefact
     */
    long size(String key);

    /** The keys of all artefacts in the folder and below, sorted. */
    List<String> list(String folder);

    /** Removes one artefact; without effect when there is none. */
    void delete(String key);

    /** Removes all artefacts in the folder and below; refuses the empty folder name. */
    void deleteAll(String folder);

    /** A small document with its version, empty when there is none. */
    Optional<Versioned> readVersioned(String key);

    /**
     * Replaces a small document if it is still as the caller has read it. Of several writers with
     * the same expectation exactly one succeeds.
     *
     * @param expected the version read, or {@link Version#ABSENT} to create the document
     * @return the version of the new content
     * @throws ConflictException when the document is in another state than expected
     */
    Version compareAndSet(String key, Version expected, byte[] content);
}
