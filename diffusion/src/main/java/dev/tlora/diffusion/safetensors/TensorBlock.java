package dev.tlora.diffusion.safetensors;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.tensor.Kernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Neighbouring tensors of a file in one piece of memory, which is large enough for huge pages, read
 * by all processors at once. Small arrays, one at a time, take twice as long, most of it for their
 * first touch.
 *
 * <p>The memory is freed when the last of the block's arrays is closed.
 */
final class TensorBlock {

    private static final long MAX_BYTES = 24 << 20;

    /** Where vector instructions like their operands to begin. */
    private static final int ALIGNMENT = 64;

    private final TensorType type;
    private final List<TensorInfo> tensors = new ArrayList<>();
    private final List<Long> begins = new ArrayList<>();
    private long bytes;

    private TensorBlock(TensorType type) {
        this.type = type;
    }

    /** Whether a tensor's bytes are those of the array that is wanted. */
    static boolean takes(TensorInfo tensor, TensorType wanted, Device device) {
        return tensor.type() == wanted
                && wanted != TensorType.BF16
                && tensor.elements() > 0
                && tensor.end() - tensor.begin() <= Integer.MAX_VALUE - ALIGNMENT
                && !device.isGpu()
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    /** Divides tensors that a block takes, without changing their order. */
    static List<TensorBlock> divide(TensorType type, List<TensorInfo> tensors) {
        List<TensorBlock> blocks = new ArrayList<>();
        TensorBlock last = new TensorBlock(type);
        for (TensorInfo tensor : tensors) {
            if (blocks.isEmpty() || last.bytes + tensor.end() - tensor.begin() > MAX_BYTES) {
                last = new TensorBlock(type);
                blocks.add(last);
            }
            last.add(tensor);
        }
        return blocks;
    }

    private void add(TensorInfo tensor) {
        long length = tensor.end() - tensor.begin();
        tensors.add(tensor);
        begins.add(bytes);
        bytes += (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** One array for each tensor, in order. */
    NDList read(FileChannel channel, long dataStart, NDManager manager) throws IOException {
        try (NDArray memory = manager.create(new Shape(bytes / type.bytes()), type.carrier())) {
            fill(memory.toByteBuffer(true), channel, dataStart);
            return cut(memory);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void fill(ByteBuffer memory, FileChannel channel, long dataStart) {
        IntStream.range(0, tensors.size())
                .parallel()
                .forEach(
                        i -> {
                            TensorInfo tensor = tensors.get(i);
                            int length = (int) (tensor.end() - tensor.begin());
                            ByteBuffer target = memory.slice((int) (long) begins.get(i), length);
                            try {
                                TensorData.readFully(channel, target, dataStart + tensor.begin());
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
    }

    private NDList cut(NDArray memory) {
        long[] starts = begins.stream().mapToLong(begin -> begin / type.bytes()).toArray();
        long[] ranks = tensors.stream().mapToLong(tensor -> tensor.shape().size()).toArray();
        long[] sides =
                tensors.stream()
                        .flatMap(tensor -> tensor.shape().stream())
                        .mapToLong(Long::longValue)
                        .toArray();
        try (NDManager scope = memory.getManager().newSubManager()) {
            return Kernel.CUT.callAll(
                    new NDList(
                            memory,
                            HostArrays.create(scope, starts, new Shape(starts.length)),
                            HostArrays.create(scope, ranks, new Shape(ranks.length)),
                            HostArrays.create(scope, sides, new Shape(sides.length))));
        }
    }
}
