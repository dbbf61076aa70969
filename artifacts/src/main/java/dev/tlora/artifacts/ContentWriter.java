package dev.tlora.artifacts;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the content of one artefact. */
@FunctionalInterface
public interface ContentWriter {

    /**
     * Writes everything, from the first byte on. The store closes the stream; closing it here as
     * well does no harm. Whatever is thrown, nothing of the artefact becomes visible.
     *
     * @throws IOException reported by the store as {@link UnavailableException}; a failure that no
     *     repetition cures is thrown unchecked and reaches the caller as it is
     */
    void writeTo(OutputStream out) throws IOException;
}
