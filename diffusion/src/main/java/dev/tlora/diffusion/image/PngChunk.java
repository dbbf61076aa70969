package dev.tlora.diffusion.image;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** One chunk of a PNG file: length, type of four letters, data, checksum. */
final class PngChunk {

    static final int SIGNATURE_BYTES = 8;

    private static final int TYPE_BYTES = 4;
    private static final int CHECKSUM_BYTES = 4;

    private final String type;
    private final byte[] data;

    /** Takes {@code data} over; it is not copied. */
    PngChunk(String type, byte[] data) {
        this.type = type;
        this.data = data;
    }

    String type() {
        return type;
    }

    /** The bytes themselves, not a copy. */
    byte[] data() {
        return data;
    }

    /** The whole chunks of a file up to its end or to the first chunk that is cut off. */
    static List<PngChunk> read(byte[] file) {
        List<PngChunk> chunks = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(file);
        rest.position(Math.min(SIGNATURE_BYTES, file.length));
        while (rest.remaining() >= Integer.BYTES + TYPE_BYTES) {
            int length = rest.getInt();
            if (length < 0 || length > rest.remaining() - TYPE_BYTES - CHECKSUM_BYTES) {
                break;
            }
            byte[] type = new byte[TYPE_BYTES];
            byte[] data = new byte[length];
            rest.get(type).get(data).getInt();
            chunks.add(new PngChunk(new String(type, StandardCharsets.US_ASCII), data));
        }
        return chunks;
    }

    void writeTo(DataOutputStream out) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) checksum.getValue());
    }
}
