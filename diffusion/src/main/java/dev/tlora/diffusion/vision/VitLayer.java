package dev.tlora.diffusion.vision;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.FrozenLinear;
import dev.tlora.diffusion.layer.LayerNorm;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * transformers' {@code ViTLayer}: self-attention, then a feed-forward network, each behind a layer
 * norm and added to its input.
 *
 * <ul>
 *   <li>x and result: (B, T, C)
 *   <li>keys: {@code layernorm_before attention.attention.{query,key,value} attention.output.dense
 *       layernorm_after intermediate.dense output.dense}
 * </ul>
 */
final class VitLayer extends CheckpointBlock {

    private final int heads;
    private final LayerNorm before;
    private final FrozenLinear queries;
    private final FrozenLinear keys;
    private final FrozenLinear values;
    private final FrozenLinear attentionOut;
    private final LayerNorm after;
    private final FrozenLinear intermediate;
    private final FrozenLinear out;

    VitLayer(DinoConfig config) {
        long channels = config.hiddenSize();
        heads = config.heads();
        before = child("layernorm_before", new LayerNorm(channels, config.epsilon()));
        queries = child("attention.attention.query", new FrozenLinear(channels, channels, true));
        keys = child("attention.attention.key", new FrozenLinear(channels, channels, true));
        values = child("attention.attention.value", new FrozenLinear(channels, channels, true));
        attentionOut = child("attention.output.dense", new FrozenLinear(channels, channels, true));
        after = child("layernorm_after", new LayerNorm(channels, config.epsilon()));
        intermediate =
                child("intermediate.dense", new FrozenLinear(channels, config.mlpSize(), true));
        out = child("output.dense", new FrozenLinear(config.mlpSize(), channels, true));
    }

    NDArray forward(NDArray x) {
        return scoped(() -> encode(x), x);
    }

    /** The class token's attention to each patch, averaged over heads; (B, T - 1). */
    NDArray classAttention(NDArray x) {
        return scoped(
                () -> {
                    NDArray normed = before.forward(x);
                    NDArray query = queries.forward(normed.get(":, :1")); // (B, 1, C)
                    NDArray weights =
                            Kernel.ATTENTION_WEIGHTS.call(
                                    query,
                                    keys.forward(normed),
                                    Kernel.scalar(heads)); // (B, H, 1, T)
                    return weights.mean(new int[] {1}).get(":, 0, 1:");
                },
                x);
    }

    private NDArray encode(NDArray x) {
        NDArray attended = x.add(attend(before.forward(x)));
        NDArray wide = intermediate.forward(after.forward(attended), Kernel.GELU);
        return attended.add(out.forward(wide));
    }

    private NDArray attend(NDArray x) {
        return attentionOut.forward(
                Kernel.ATTENTION.call(
                        queries.forward(x),
                        keys.forward(x),
                        values.forward(x),
                        Kernel.scalar(heads)));
    }
}
