package dev.tlora.artifacts.s3;

import dev.tlora.artifacts.ContentWriter;
import dev.tlora.artifacts.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * Content written to a local file before its upload, since S3 wants to know length and hash first.
 * Closing it deletes the file.
 */
final class Draft implements AutoCloseable {

    private final Path file;
    private final long bytes;
    private final byte[] hash;

    private Draft(Path file, long bytes, byte[] hash) {
        this.file = file;
        this.bytes = bytes;
        this.hash = hash;
    }

    static Draft write(Path folder, ContentWriter content) throws IOException {
        Path file = Files.createTempFile(Files.createDirectories(folder), "draft-", ".tmp");
        boolean whole = false;
        try {
            MessageDigest digest = Sha256.digest();
            try (OutputStream opened =
                    new DigestOutputStream(Files.newOutputStream(file), digest)) {
                content.writeTo(new Unclosed(opened));
            }
            Draft draft = new Draft(file, Files.size(file), digest.digest());
            whole = true;
            return draft;
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
    }

    Path file() {
        return file;
    }

    long bytes() {
        return bytes;
    }

    String sha256() {
        return Sha256.hex(hash);
    }

    /** The hash as S3 takes it. */
    String checksum() {
        return Base64.getEncoder().encodeToString(hash);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Writers may close what they write to; the file is closed by its owner. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream target) {
            super(target);
        }

        @Override
        public void write(byte[] content, int offset, int length) throws IOException {
            out.write(content, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
