package dev.tlora.diffusion.safetensors;

import java.util.Arrays;

/** Element types of the format that this library reads or writes. */
public enum TensorType {
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    U8(1);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
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
