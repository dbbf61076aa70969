package dev.tlora.diffusion.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * One named tensor of a network: its shape is known when the network is built, its values once a
 * checkpoint is loaded. The array belongs to the manager that the loader was given.
 */
public final class Weight {

    private final Shape shape;
    private final boolean packable;
    private NDArray array;
    private boolean packed;

    Weight(Shape shape, boolean packable) {
        this.shape = shape;
        this.packable = packable;
    }

    public Shape shape() {
        return shape;
    }

    public boolean isLoaded() {
        return array != null;
    }

    /** Whether the values may be packed, and what is given to {@link #load} closed. */
    public boolean isPackable() {
        return packable;
    }

    /** Whether the values are packed, so that only a packed kernel can read them. */
    public boolean isPacked() {
        return packed;
    }

    /**
     * The values; do not change them in place, since they may lie on the pages of a mapped file.
     *
     * @throws IllegalStateException when nothing was loaded yet
     */
    public NDArray array() {
        if (array == null) {
            throw new IllegalStateException("weight of shape " + shape + " was never loaded");
        }
        return array;
    }

    /** {@code x} in the element type of the values; {@code x} itself where that is the same. */
    public NDArray cast(NDArray x) {
        DataType type = array().getDataType();
        // DJL does not know bfloat16, so two unknown types may differ.
        boolean same = type != DataType.UNKNOWN && type == x.getDataType();
        return same ? x : Kernel.TYPE_AS.call(x, array());
    }

    /**
     * Takes the values; those of a packable matrix are packed where the device gains by it, and
     * closed.
     *
     * @throws IllegalArgumentException when the shape differs
     */
    public void load(NDArray values) {
        if (!values.getShape().equals(shape)) {
            throw new IllegalArgumentException(
                    "expected shape " + shape + ", got " + values.getShape());
        }
        packed = packable && Packing.isPossible(values);
        array = packed ? Packing.pack(values) : values;
        if (packed) {
            values.close();
        }
    }
}
