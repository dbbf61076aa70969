package dev.tlora.diffusion.safetensors;

import java.util.List;

/**
 * Where one tensor lies in a file.
 *
 * @param begin first byte, counted from the end of the header
 * @param end byte after the last, counted likewise
 */
public record TensorInfo(TensorType type, List<Long> shape, long begin, long end) {

    public TensorInfo {
        shape = List.copyOf(shape);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("data offsets [" + begin + ", " + end + ")");
        }
        long expected = bytesOf(type, shape);
        if (expected != end - begin) {
            throw new IllegalArgumentException(
                    "shape %s of %s needs %d bytes, the offsets hold %d"
                            .formatted(shape, type, expected, end - begin));
        }
    }

    /** Counts a zero as one until the end: {@code [0, 2^62, 2^62]} is no sane shape either. */
    private static long bytesOf(TensorType type, List<Long> shape) {
        long bytes = type.bytes();
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("negative dimension in shape " + shape);
            }
            bytes = multiply(bytes, Math.max(dimension, 1), shape);
        }
        return shape.contains(0L) ? 0 : bytes;
    }

    private static long multiply(long product, long dimension, List<Long> shape) {
        try {
            return Math.multiplyExact(product, dimension);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("shape " + shape + " overflows", e);
        }
    }

    /** Number of elements. */
    public long elements() {
        return (end - begin) / type.bytes();
    }
}
