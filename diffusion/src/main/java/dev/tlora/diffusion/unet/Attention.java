package dev.tlora.diffusion.unet;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * diffusers' {@code Attention} as transformer blocks use it: no bias on queries, keys and values.
 *
 * <ul>
 *   <li>x: (B, L, C); context: (B, M, D), x itself for self-attention; result: (B, L, C)
 *   <li>keys: {@code to_q to_k to_v to_out.0}, the projections that adapters attach to
 * </ul>
 */
final class Attention extends CheckpointBlock {

    private final int heads;
    private final Linear toQ;
    private final Linear toK;
    private final Linear toV;
    private final Linear toOut;

    Attention(long channels, long contextSize, int heads) {
        this.heads = heads;
        toQ = child("to_q", new Linear(channels, channels, false));
        toK = child("to_k", new Linear(contextSize, channels, false));
        toV = child("to_v", new Linear(contextSize, channels, false));
        toOut = child("to_out.0", new Linear(channels, channels, true));
    }

    NDArray forward(NDArray x, NDArray context) {
        return scoped(() -> attend(x, context), x, context);
    }

    private NDArray attend(NDArray x, NDArray context) {
        NDArray queries = toQ.forward(x);
        NDArray keys = toK.forward(context);
        NDArray values = toV.forward(context);
        return toOut.forward(Kernel.ATTENTION.call(queries, keys, values, Kernel.scalar(heads)));
    }
}
