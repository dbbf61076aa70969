package dev.tlora.diffusion.safetensors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How array types become stored element types; DJL cannot hold bfloat16, so it is made here. */
final class Narrowing {

    private static final int LOWER_HALF = 0x7FFF;

    private Narrowing() {}

    static TensorType typeOf(NDArray array) {
        return switch (array.getDataType()) {
            case FLOAT32 -> TensorType.F32;
            case FLOAT16 -> TensorType.F16;
            case INT64 -> TensorType.I64;
            case INT32 -> TensorType.I32;
            case UINT8 -> TensorType.U8;
            default ->
                    throw new IllegalArgumentException(
                            "cannot be stored: an array of type " + array.getDataType());
        };
    }

    static ByteBuffer bytes(TensorType type, NDArray array) {
        if (typeOf(array) == type) {
            return array.toByteBuffer();
        }
        if (array.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException(
                    "an array of type %s cannot be stored as %s"
                            .formatted(array.getDataType(), type));
        }
        return switch (type) {
            case BF16 -> bfloat16(array.toByteBuffer());
            case F16 -> {
                try (NDArray halves = array.toType(DataType.FLOAT16, false)) {
                    yield halves.toByteBuffer();
                }
            }
            default -> throw new IllegalArgumentException("float32 cannot be stored as " + type);
        };
    }

    /** The upper half of each float32, rounded to nearest, ties to even. */
    private static ByteBuffer bfloat16(ByteBuffer floats) {
        ByteBuffer wide = floats.order(ByteOrder.LITTLE_ENDIAN);
        int elements = wide.remaining() / Float.BYTES;
        ByteBuffer halves =
                ByteBuffer.allocate(elements * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            int bits = wide.getInt(wide.position() + i * Float.BYTES);
            halves.putShort((short) (isNan(bits) ? bits >> Short.SIZE | 1 : rounded(bits)));
        }
        return halves.flip();
    }

    private static int rounded(int bits) {
        int tie = bits >> Short.SIZE & 1;
        return (bits + LOWER_HALF + tie) >> Short.SIZE;
    }

    private static boolean isNan(int bits) {
        return Float.isNaN(Float.intBitsToFloat(bits));
    }
}
