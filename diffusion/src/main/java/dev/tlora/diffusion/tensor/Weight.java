package dev.tlora.diffusion.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * One named tensor of a network: its shape is known when the network is built, its values once a
 * checkpoint is loaded. The array belongs to the manager that the loader was given.
 */
public final class Weight {

    private final Shape shape;
    private NDArray array;

    Weight(Shape shape) {
        this.shape = shape;
    }

    public Shape shape() {
        return shape;
    }

    public boolean isLoaded() {
        return array != null;
    }

    /**
     * The values.
     *
     * @throws IllegalStateException when nothing was loaded yet
     */
    public NDArray array() {
        if (array == null) {
            throw new IllegalStateException("weight of shape " + shape + " was never loaded");
        }
        return array;
    }

    /**
     * Takes the values.
     *
     * @throws IllegalArgumentException when the shape differs
     */
    public void load(NDArray values) {
        if (!values.getShape().equals(shape)) {
            throw new IllegalArgumentException(
                    "expected shape " + shape + ", got " + values.getShape());
        }
        array = values;
    }
}
