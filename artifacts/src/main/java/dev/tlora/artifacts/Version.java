package dev.tlora.artifacts;

import java.util.Objects;

/**
 * The state of a small document, to be handed back to {@link ArtifactStore#compareAndSet}. Only the
 * store that made it understands the token; equal contents may have equal versions.
 */
public record Version(String token) {

    /** There is no document yet. */
    public static final Version ABSENT = new Version("absent");

    public Version {
        Objects.requireNonNull(token, "token");
    }
}
