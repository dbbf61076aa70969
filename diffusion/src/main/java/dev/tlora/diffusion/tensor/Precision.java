package dev.tlora.diffusion.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Locale;

/**
 * The element type of a network's weights in memory. What flows through a network has the same
 * type, but norms, softmax and sums inside products are accumulated in float32 by PyTorch itself.
 *
 * <p>DJL shows bfloat16 arrays with an unknown type: pass them to kernels, never ask them for it.
 */
public enum Precision {
    FLOAT32(4),
    FLOAT16(2),
    BFLOAT16(2);

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /** What a device computes well: bfloat16 on a GPU, float32 elsewhere. */
    public static Precision of(Device device) {
        return device.isGpu() ? BFLOAT16 : FLOAT32;
    }

    /**
     * Reads a name such as {@code bfloat16}.
     *
     * @throws IllegalArgumentException listing the known names
     */
    public static Precision parse(String name) {
        return Arrays.stream(values())
                .filter(precision -> precision.toString().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unknown precision '%s'; known are %s"
                                                .formatted(name, Arrays.toString(values()))));
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** {@code x} in this type; {@code x} itself where it has it already. */
    public NDArray cast(NDArray x) {
        return switch (this) {
            case FLOAT32 -> Kernel.TO_FLOAT32.call(x);
            case FLOAT16 -> Kernel.TO_FLOAT16.call(x);
            case BFLOAT16 -> Kernel.TO_BFLOAT16.call(x);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
