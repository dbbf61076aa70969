package dev.tlora.diffusion.safetensors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.tensor.Kernel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Copies tensors out of the data part of a file: straight into the memory of arrays that hold what
 * the file holds, else through a small buffer, so that converting a network never holds a second
 * copy of it.
 */
final class TensorData {

    /** A multiple of every element's size. */
    private static final int CHUNK_BYTES = 8 << 20;

    private final FileChannel channel;
    private final long start;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    TensorData(FileChannel channel, long start) {
        this.channel = channel;
        this.start = start;
    }

    /** An array that owns its memory, in the type {@code target}. */
    NDArray copy(TensorInfo info, TensorType target, NDManager manager) throws IOException {
        boolean asStored =
                info.type() == target
                        && target != TensorType.BF16
                        && info.elements() > 0
                        && info.end() - info.begin() <= Integer.MAX_VALUE
                        && !manager.getDevice().isGpu()
                        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        NDArray result = empty(info, target, manager);
        if (asStored) {
            readFully(channel, result.toByteBuffer(true), start + info.begin());
        } else {
            convert(info, result);
        }
        return result;
    }

    private synchronized void convert(TensorInfo info, NDArray result) throws IOException {
        long bytes = info.end() - info.begin();
        int needed = (int) Math.min(bytes, CHUNK_BYTES);
        if (buffer.capacity() < needed) {
            buffer = ByteBuffer.allocateDirect(needed);
        }
        ByteBuffer chunk = buffer;
        for (long done = 0; done < bytes; done += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), bytes - done));
            readFully(channel, chunk, start + info.begin() + done);
            copyInto(result, chunk, done / info.type().bytes(), info.type());
        }
    }

    private static NDArray empty(TensorInfo info, TensorType type, NDManager manager) {
        Shape shape = new Shape(info.shape().stream().mapToLong(Long::longValue).toArray());
        NDArray carrier = manager.create(shape, type.carrier());
        if (type != TensorType.BF16) {
            return carrier;
        }
        try (carrier) {
            return Kernel.TO_BFLOAT16.call(carrier);
        }
    }

    private static void copyInto(NDArray target, ByteBuffer chunk, long first, TensorType type) {
        Shape elements = new Shape(chunk.limit() / type.bytes());
        try (NDManager scope = NDManager.subManagerOf(target)) {
            scope.tempAttachAll(target);
            ByteBuffer bits = chunk.rewind().slice().order(ByteOrder.LITTLE_ENDIAN);
            NDArray part = type.decoded(scope.create(bits, elements, type.carrier()));
            Kernel.COPY_INTO.call(target, part, scope.create(first));
        }
    }

    static void readFully(FileChannel channel, ByteBuffer target, long position)
            throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target, position + target.position()) < 0) {
                throw new EOFException("the file ends after " + channel.size() + " bytes");
            }
        }
    }
}
