package dev.tlora.diffusion.layer;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Weight;

/**
 * PyTorch's {@code nn.Embedding}: a row of the table for each id.
 *
 * <ul>
 *   <li>ids: (...) int64; result: (..., C)
 *   <li>key: {@code weight} (rows, C)
 * </ul>
 */
public final class Embedding extends CheckpointBlock {

    private final Weight weight;

    public Embedding(long rows, long channels) {
        weight = weight("weight", rows, channels);
    }

    public NDArray forward(NDArray ids) {
        return Kernel.EMBEDDING.call(ids, weight.array());
    }

    /** The whole table, (rows, C). */
    public NDArray table() {
        return weight.array();
    }
}
