package dev.tlora.diffusion.adapter.format;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hashes by which user interfaces know a LoRA whatever its metadata: SHA-256 of a safetensors
 * file's values, and the older one of 64 KiB after the first megabyte (kohya, {@code
 * train_util.py}).
 */
final class ContentHashes extends OutputStream {

    private static final long WINDOW_START = 0x100000;
    private static final long WINDOW_END = WINDOW_START + 0x10000;
    private static final int LEGACY_DIGITS = 8;

    private final MessageDigest values = sha256();
    private final MessageDigest window = sha256();
    private final ByteBuffer headerLength =
            ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long position;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int lengthBytes = Math.min(length, headerLength.remaining());
        headerLength.put(bytes, offset, lengthBytes);
        if (!headerLength.hasRemaining()) {
            long valuesStart = Long.BYTES + headerLength.getLong(0);
            update(values, valuesStart, Long.MAX_VALUE, bytes, offset, length);
        }
        update(window, WINDOW_START, WINDOW_END, bytes, offset, length);
        position += length;
    }

    /** Digests what of these bytes lies between two positions of the file. */
    private void update(
            MessageDigest digest, long from, long to, byte[] bytes, int offset, int length) {
        long begin = Math.max(from, position);
        long end = Math.min(to, position + length);
        if (begin < end) {
            digest.update(bytes, offset + (int) (begin - position), (int) (end - begin));
        }
    }

    /** Of all values. */
    String model() {
        return HexFormat.of().formatHex(values.digest());
    }

    /** Of the window, shortened. */
    String legacy() {
        return HexFormat.of().formatHex(window.digest()).substring(0, LEGACY_DIGITS);
    }
}
