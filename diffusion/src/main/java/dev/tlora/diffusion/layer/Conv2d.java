package dev.tlora.diffusion.layer;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Weight;

/**
 * PyTorch's {@code nn.Conv2d} with a square kernel and a bias.
 *
 * <ul>
 *   <li>x: (B, in, H, W); result: (B, out, H', W')
 *   <li>keys: {@code weight} (out, in, kernel, kernel), {@code bias} (out)
 * </ul>
 */
public final class Conv2d extends CheckpointBlock {

    private final int stride;
    private final int padding;
    private final Weight weight;
    private final Weight bias;

    public Conv2d(long in, long out, int kernel, int stride, int padding) {
        this.stride = stride;
        this.padding = padding;
        weight = weight("weight", out, in, kernel, kernel);
        bias = weight("bias", out);
    }

    /** {@code x} in the element type of the weights, which {@link #forward} needs. */
    public NDArray cast(NDArray x) {
        return weight.cast(x);
    }

    public NDArray forward(NDArray x) {
        return Kernel.CONV2D.call(
                x, weight.array(), bias.array(), Kernel.scalar(stride), Kernel.scalar(padding));
    }
}
