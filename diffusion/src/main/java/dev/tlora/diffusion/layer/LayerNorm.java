package dev.tlora.diffusion.layer;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Weight;

/**
 * PyTorch's {@code nn.LayerNorm} over the last dimension.
 *
 * <ul>
 *   <li>x and result: (..., C)
 *   <li>keys: {@code weight} (C), {@code bias} (C)
 * </ul>
 */
public final class LayerNorm extends CheckpointBlock {

    private final double epsilon;
    private final Weight weight;
    private final Weight bias;

    public LayerNorm(long channels, double epsilon) {
        this.epsilon = epsilon;
        weight = weight("weight", channels);
        bias = weight("bias", channels);
    }

    public NDArray forward(NDArray x) {
        return Kernel.LAYER_NORM.call(x, weight.array(), bias.array(), Kernel.scalar(epsilon));
    }
}
