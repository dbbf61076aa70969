package dev.tlora.diffusion.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file as the hub lists it.
 *
 * @param path below the model
 * @param size in bytes
 * @param hash lower-case hexadecimal: the SHA-256 of large files, Git's blob id (SHA-1) of others
 */
record RemoteFile(String path, long size, String hash) {

    private static final int SHA256_DIGITS = 64;
    private static final int BUFFER_BYTES = 1 << 20;

    /** Whether a local file has this size and hash. */
    boolean matches(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) == size && hash.equals(hashOf(file));
    }

    private String hashOf(Path file) throws IOException {
        boolean large = hash.length() == SHA256_DIGITS;
        MessageDigest digest = newDigest(large ? "SHA-256" : "SHA-1");
        if (!large) {
            digest.update("blob %d\0".formatted(size).getBytes(StandardCharsets.US_ASCII));
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
