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
        Map<String, NDArray> ordered = new TreeMap<>(tensors);
        byte[] header = header(ordered, metadata);
        WritableByteChannel channel = Channels.newChannel(out);
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        writeFully(channel, length.putLong(0, header.length));
        writeFully(channel, ByteBuffer.wrap(header));
        for (NDArray array : ordered.values()) {
            writeFully(channel, array.toByteBuffer());
        }
    }

    private static byte[] header(Map<String, NDArray> tensors, Map<String, String> metadata)
            throws IOException {
        ObjectNode root = SafetensorsHeader.JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode strings = root.putObject(SafetensorsHeader.METADATA);
            new TreeMap<>(metadata).forEach(strings::put);
        }
        long position = 0;
        for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
            TensorType type = typeOf(entry.getKey(), entry.getValue());
            long end = position + entry.getValue().size() * type.bytes();
            ObjectNode tensor = root.putObject(entry.getKey());
            tensor.put("dtype", type.name());
            var shape = tensor.putArray("shape");
            for (long dimension : entry.getValue().getShape().getShape()) {
                shape.add(dimension);
            }
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

    private static TensorType typeOf(String name, NDArray array) {
        return switch (array.getDataType()) {
            case FLOAT32 -> TensorType.F32;
            case FLOAT16 -> TensorType.F16;
            case INT64 -> TensorType.I64;
            case INT32 -> TensorType.I32;
            case UINT8 -> TensorType.U8;
            default ->
                    throw new IllegalArgumentException(
                            "tensor '" + name + "' has type " + array.getDataType());
        };
    }

    private static void writeFully(WritableByteChannel channel, ByteBuffer bytes)
            throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
