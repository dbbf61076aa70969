package dev.tlora.artifacts;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.MessageDigest;

/** Counts and hashes what passes. Closing only flushes: the store still has to make it durable. */
final class MeasuringStream extends FilterOutputStream {

    private final MessageDigest digest = Sha256.digest();
    private long bytes;

    MeasuringStream(OutputStream target) {
        super(target);
    }

    @Override
    public void write(int value) throws IOException {
        out.write(value);
        digest.update((byte) value);
        bytes++;
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
        out.write(content, offset, length);
        digest.update(content, offset, length);
        bytes += length;
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    /** What was written, under its key; ends the measuring. */
    StoredArtifact artifact(String key, URI uri) {
        return new StoredArtifact(key, uri, Sha256.hex(digest.digest()), bytes);
    }
}
