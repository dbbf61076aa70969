package dev.tlora.diffusion.safetensors;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/** A tensor from an array, which is closed after use when it was made for this. */
record ArraySource(TensorType type, List<Long> shape, Supplier<NDArray> values, boolean owned)
        implements TensorSource {

    ArraySource {
        shape = List.copyOf(shape);
    }

    @Override
    public ByteBuffer bytes() {
        NDArray array = values.get();
        try {
            return Narrowing.bytes(type, array);
        } finally {
            if (owned) {
                array.close();
            }
        }
    }
}
