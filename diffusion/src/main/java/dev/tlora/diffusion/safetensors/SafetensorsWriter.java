package dev.tlora.diffusion.safetensors;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes arrays as a safetensors file, tensor by tensor, sorted by name so that equal content gives
 * equal bytes.
 */
public final class SafetensorsWriter {

    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /**
     * Writes a whole file; the stream stays open.
     *
     * @param tensors arrays of float32, float16, int64, int32 or uint8 by name
     * @param metadata strings for {@code __metadata__}; none when empty
     */
    public static void write(
            OutputStream out, Map<String, NDArray> tensors, Map<String, String> metadata)
            throws IOException {
        Map<String, TensorSource> sources = new TreeMap<>();
        tensors.forEach((name, array) -> sources.put(name, source(name, array)));
        writeAll(out, sources, metadata);
    }

    /**
     * Writes a whole file, one tensor after the other; the stream stays open.
     *
     * @param tensors by name; each is asked for its values once
     * @param metadata strings for {@code __metadata__}; none when empty
     */
    public static void writeAll(
            OutputStream out, Map<String, TensorSource> tensors, Map<String, String> metadata)
            throws IOException {
        Map<String, TensorSource> ordered = new TreeMap<>(tensors);
        byte[] header = header(ordered, metadata);
        WritableByteChannel channel = Channels.newChannel(out);
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        writeFully(channel, length.putLong(0, header.length));
        writeFully(channel, ByteBuffer.wrap(header));
        for (TensorSource tensor : ordered.values()) {
            writeFully(channel, tensor.bytes());
        }
    }

    private static TensorSource source(String name, NDArray array) {
        try {
            return TensorSource.of(array);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tensor '" + name + "' " + e.getMessage(), e);
        }
    }

    private static byte[] header(Map<String, TensorSource> tensors, Map<String, String> metadata)
            throws IOException {
        ObjectNode root = SafetensorsHeader.JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode strings = root.putObject(SafetensorsHeader.METADATA);
            new TreeMap<>(metadata).forEach(strings::put);
        }
        long position = 0;
        for (Map.Entry<String, TensorSource> entry : tensors.entrySet()) {
            TensorSource source = entry.getValue();
            long elements = source.shape().stream().reduce(1L, Math::multiplyExact);
            long end = position + elements * source.type().bytes();
            ObjectNode tensor = root.putObject(entry.getKey());
            tensor.put("dtype", source.type().name());
            var shape = tensor.putArray("shape");
            source.shape().forEach(shape::add);
            tensor.putArray("data_offsets").add(position).add(end);
            position = end;
        }
        return padded(SafetensorsHeader.JSON.writeValueAsBytes(root));
    }

    private static byte[] padded(byte[] json) {
        int size = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = Arrays.copyOf(json, size);
        Arrays.fill(header, json.length, size, (byte) ' ');
        return header;
    }

    private static void writeFully(WritableByteChannel channel, ByteBuffer bytes)
            throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
