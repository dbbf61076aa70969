package dev.tlora.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 as this project writes it: 64 lower-case hexadecimal digits. */
public final class Sha256 {

    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER = 1 << 16;

    private Sha256() {}

    public static String of(byte[] content) {
        return hex(digest().digest(content));
    }

    /** Reads to the end; the caller closes. */
    public static String of(InputStream content) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return hex(digest.digest());
    }

    /** A new hash to feed. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    public static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    /**
     * Checks a hash as it is written.
     *
     * @throws IllegalArgumentException when it is not 64 lower-case hexadecimal digits
     */
    public static void requireValid(String sha256) {
        if (sha256 == null || !DIGITS.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "SHA-256 must be 64 lower-case hexadecimal digits, was " + sha256);
        }
    }
}
