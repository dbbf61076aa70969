package dev.tlora.diffusion.unet;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * diffusers' {@code TimestepEmbedding}: linear, SiLU, linear.
 *
 * <p>(B, in) of any precision to (B, out) of the weights'; keys {@code linear_1}, {@code linear_2}.
 */
final class TimestepEmbedding extends CheckpointBlock {

    private final Linear linear1;
    private final Linear linear2;

    TimestepEmbedding(long in, long out) {
        linear1 = child("linear_1", new Linear(in, out, true));
        linear2 = child("linear_2", new Linear(out, out, true));
    }

    NDArray forward(NDArray x) {
        return linear2.forward(Kernel.SILU.call(linear1.forward(linear1.cast(x))));
    }
}
