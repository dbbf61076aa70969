package dev.tlora.diffusion.layer;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Weight;

/**
 * PyTorch's {@code nn.GroupNorm}, alone or followed by SiLU in one kernel.
 *
 * <ul>
 *   <li>x and result: (B, C, H, W)
 *   <li>keys: {@code weight} (C), {@code bias} (C)
 * </ul>
 */
public final class GroupNorm extends CheckpointBlock {

    private final int groups;
    private final double epsilon;
    private final Weight weight;
    private final Weight bias;

    public GroupNorm(int groups, long channels, double epsilon) {
        if (channels % groups != 0) {
            throw new IllegalArgumentException(
                    channels + " channels cannot be split into " + groups + " groups");
        }
        this.groups = groups;
        this.epsilon = epsilon;
        weight = weight("weight", channels);
        bias = weight("bias", channels);
    }

    public NDArray forward(NDArray x) {
        return call(Kernel.GROUP_NORM, x);
    }

    public NDArray forwardSilu(NDArray x) {
        return call(Kernel.GROUP_NORM_SILU, x);
    }

    private NDArray call(Kernel kernel, NDArray x) {
        return kernel.call(
                x, weight.array(), bias.array(), Kernel.scalar(groups), Kernel.scalar(epsilon));
    }
}
