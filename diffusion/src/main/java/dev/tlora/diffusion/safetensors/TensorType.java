package dev.tlora.diffusion.safetensors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Precision;
import java.util.Arrays;

/** Element types of the format that this library reads or writes. */
public enum TensorType {
    F32(4, DataType.FLOAT32, 6),
    F16(2, DataType.FLOAT16, 5),
    /** DJL cannot name it; its bits travel as those of a float16. */
    BF16(2, DataType.FLOAT16, 15),
    I64(8, DataType.INT64, 4),
    I32(4, DataType.INT32, 3),
    U8(1, DataType.UINT8, 0);

    private final int bytes;
    private final DataType carrier;
    private final int code;

    /**
     * @param code PyTorch's number for the type
     */
    TensorType(int bytes, DataType carrier, int code) {
        this.bytes = bytes;
        this.carrier = carrier;
        this.code = code;
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The type of an array that holds the stored bits unchanged. */
    DataType carrier() {
        return carrier;
    }

    int code() {
        return code;
    }

    /** What the carried bits mean. */
    NDArray decoded(NDArray carried) {
        return this == BF16 ? Kernel.BFLOAT16_BITS.call(carried) : carried;
    }

    static TensorType of(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> F32;
            case FLOAT16 -> F16;
            case BFLOAT16 -> BF16;
        };
    }

    static TensorType parse(String name) {
        try {
            return valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "element type '%s' is not one of %s".formatted(name, Arrays.toString(values())),
                    e);
        }
    }
}
