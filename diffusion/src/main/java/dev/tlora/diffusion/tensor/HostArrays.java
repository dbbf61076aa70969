package dev.tlora.diffusion.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays from Java data. DJL lends PyTorch the Java buffer, whose memory goes with the array object
 * although views of it may live on; the arrays made here own their memory.
 */
public final class HostArrays {

    private HostArrays() {}

    public static NDArray create(NDManager manager, float[] values, Shape shape) {
        try (NDArray lent = manager.create(values, shape)) {
            return lent.duplicate();
        }
    }

    public static NDArray create(NDManager manager, long[] values, Shape shape) {
        try (NDArray lent = manager.create(values, shape)) {
            return lent.duplicate();
        }
    }
}
