package dev.tlora.diffusion.unet;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * diffusers' {@code FeedForward} with GEGLU, four times as wide inside.
 *
 * <p>(B, L, C) to (B, L, C); keys {@code net.0.proj}, {@code net.2}.
 */
final class FeedForward extends CheckpointBlock {

    private static final int WIDENING = 4;

    private final Linear proj;
    private final Linear out;

    FeedForward(long channels) {
        long inner = channels * WIDENING;
        proj = child("net.0.proj", new Linear(channels, inner * 2, true));
        out = child("net.2", new Linear(inner, channels, true));
    }

    NDArray forward(NDArray x) {
        return out.forward(Kernel.GEGLU.call(proj.forward(x)));
    }
}
