package dev.tlora.diffusion.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * SHA-256 of files as if they were one. Remembered in this process for as long as paths, sizes and
 * modification times stay the same, since a model has gigabytes and every run asks for its hash.
 */
final class FileHash {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final Map<List<State>, String> KNOWN = new ConcurrentHashMap<>();

    private FileHash() {}

    private record State(Path path, long size, FileTime modified) {}

    /** Lower-case hexadecimal; for one file the same as {@code sha256sum} prints. */
    static String sha256(List<Path> files) {
        List<State> states = new ArrayList<>();
        for (Path file : files) {
            states.add(state(file));
        }
        return KNOWN.computeIfAbsent(List.copyOf(states), FileHash::digest);
    }

    private static State state(Path file) {
        try {
            Path path = file.toRealPath();
            return new State(path, Files.size(path), Files.getLastModifiedTime(path));
        } catch (IOException e) {
            throw new CheckpointException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String digest(List<State> states) {
        MessageDigest sha256 = newSha256();
        states.forEach(state -> update(sha256, state.path()));
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static void update(MessageDigest digest, Path file) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        } catch (IOException e) {
            throw new CheckpointException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
