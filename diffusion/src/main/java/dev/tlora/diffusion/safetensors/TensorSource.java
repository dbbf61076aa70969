package dev.tlora.diffusion.safetensors;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A tensor that a file will hold; its values are made when they are written, so that a file may be
 * larger than memory.
 */
public interface TensorSource {

    TensorType type();

    List<Long> shape();

    /** All values, little-endian, in row order. */
    ByteBuffer bytes();

    /** An array in its own type; it stays the caller's. */
    static TensorSource of(NDArray array) {
        return of(Narrowing.typeOf(array), array);
    }

    /**
     * A float32 array, rounded to another floating type; it stays the caller's.
     *
     * @param type F32, F16 or BF16, or the array's own
     */
    static TensorSource of(TensorType type, NDArray array) {
        return new ArraySource(type, shapeOf(array), () -> array, false);
    }

    /**
     * An array that is made for writing and closed afterwards.
     *
     * @param type as for {@link #of(TensorType, NDArray)}
     */
    static TensorSource made(TensorType type, List<Long> shape, Supplier<NDArray> values) {
        return new ArraySource(type, shape, values, true);
    }

    private static List<Long> shapeOf(NDArray array) {
        return Arrays.stream(array.getShape().getShape()).boxed().toList();
    }
}
