package dev.tlora.diffusion.safetensors;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How stored element types become array types; DJL cannot hold bfloat16, so it is widened. */
final class Widening {

    private Widening() {}

    static DataType storedAs(TensorType type) {
        return switch (type) {
            case F32, BF16 -> DataType.FLOAT32;
            case F16 -> DataType.FLOAT16;
            case I64 -> DataType.INT64;
            case I32 -> DataType.INT32;
            case U8 -> DataType.UINT8;
        };
    }

    /** How many times larger the array is than what the file stores. */
    static int factor(TensorType type) {
        return type == TensorType.BF16 ? Float.BYTES / Short.BYTES : 1;
    }

    /** A bfloat16 is the upper half of the float32 of the same value. */
    static ByteBuffer bfloat16ToFloat32(ByteBuffer halves) {
        int elements = halves.remaining() / Short.BYTES;
        ByteBuffer wide =
                ByteBuffer.allocateDirect(Math.multiplyExact(elements, Float.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            wide.putInt(i * Float.BYTES, halves.getShort(i * Short.BYTES) << Short.SIZE);
        }
        return wide;
    }
}
