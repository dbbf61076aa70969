package dev.tlora.artifacts;

import java.net.URI;
import java.util.Objects;

/**
 * What an event needs to say about an artefact: where it lies and how to tell that it is whole.
 *
 * @param key name within its store
 * @param uri where other processes find it
 * @param sha256 hash of the content, 64 lower-case hexadecimal digits
 * @param bytes length of the content
 */
public record StoredArtifact(String key, URI uri, String sha256, long bytes) {

    public StoredArtifact {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(uri, "uri");
        Sha256.requireValid(sha256);
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must not be negative, was " + bytes);
        }
    }
}
