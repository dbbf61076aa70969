package dev.tlora.diffusion.safetensors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file put together byte by byte, so that tests may lie in any part of it. */
final class RawFile {

    private final long claimedLength;
    private final byte[] header;
    private final byte[] data;

    RawFile(long claimedLength, byte[] header, byte[] data) {
        this.claimedLength = claimedLength;
        this.header = header;
        this.data = data;
    }

    static RawFile of(String header, byte[] data) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        return new RawFile(bytes.length, bytes, data);
    }

    static RawFile of(String header, int dataBytes) {
        return of(header, new byte[dataBytes]);
    }

    RawFile claiming(long length) {
        return new RawFile(length, header, data);
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.writeBytes(length.putLong(0, claimedLength).array());
        out.writeBytes(header);
        out.writeBytes(data);
        return out.toByteArray();
    }

    Path writeTo(Path path) {
        return write(path, bytes());
    }

    static Path write(Path path, byte[] bytes) {
        try {
            return Files.write(path, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
