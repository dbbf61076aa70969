package dev.tlora.diffusion.text;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.FrozenLinear;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * transformers' {@code CLIPAttention} as text encoders use it: each token sees itself and what came
 * before. Padding is not masked, in SDXL either.
 *
 * <ul>
 *   <li>x and result: (B, L, C)
 *   <li>keys: {@code q_proj k_proj v_proj out_proj}
 * </ul>
 */
final class ClipAttention extends CheckpointBlock {

    private final int heads;
    private final FrozenLinear query;
    private final FrozenLinear key;
    private final FrozenLinear value;
    private final FrozenLinear out;

    ClipAttention(ClipTextConfig config) {
        long channels = config.hiddenSize();
        heads = config.heads();
        query = child("q_proj", new FrozenLinear(channels, channels, true));
        key = child("k_proj", new FrozenLinear(channels, channels, true));
        value = child("v_proj", new FrozenLinear(channels, channels, true));
        out = child("out_proj", new FrozenLinear(channels, channels, true));
    }

    NDArray forward(NDArray x) {
        return scoped(
                () ->
                        out.forward(
                                Kernel.CAUSAL_ATTENTION.call(
                                        query.forward(x),
                                        key.forward(x),
                                        value.forward(x),
                                        Kernel.scalar(heads))),
                x);
    }
}
