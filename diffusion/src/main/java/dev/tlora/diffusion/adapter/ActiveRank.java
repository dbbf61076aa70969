package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.Arrays;

/** How many components are active: one number for a batch, or a mask with a row per sample. */
final class ActiveRank {

    private final int rank;
    private NDArray active;

    ActiveRank(int rank) {
        this.rank = rank;
        active = Kernel.scalar(rank);
    }

    void set(int components) {
        if (components < 1 || components > rank) {
            throw new IllegalArgumentException(
                    "active rank must be 1 to %d, got %d".formatted(rank, components));
        }
        active = Kernel.scalar(components);
    }

    /** One active rank per sample; the mask belongs to {@code manager}. */
    void set(int[] components, NDManager manager) {
        float[] rows = new float[components.length * rank];
        for (int sample = 0; sample < components.length; sample++) {
            Arrays.fill(rows, sample * rank, sample * rank + components[sample], 1);
        }
        active = HostArrays.create(manager, rows, new Shape(components.length, 1, rank));
    }

    /** A scalar where kernels slice; (B, 1, rank) of ones and zeros where samples differ. */
    NDArray array() {
        return active;
    }
}
