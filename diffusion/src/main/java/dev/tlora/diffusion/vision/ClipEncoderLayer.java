package dev.tlora.diffusion.vision;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.FrozenLinear;
import dev.tlora.diffusion.layer.LayerNorm;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * transformers' {@code CLIPEncoderLayer} over image tokens: self-attention, then a feed-forward
 * network, each behind a layer norm and added to its input.
 *
 * <ul>
 *   <li>x and result: (B, T, C)
 *   <li>keys: {@code layer_norm1 self_attn.{q,k,v,out}_proj layer_norm2 mlp.fc1 mlp.fc2}
 * </ul>
 */
final class ClipEncoderLayer extends CheckpointBlock {

    private final int heads;
    private final Kernel activation;
    private final LayerNorm layerNorm1;
    private final FrozenLinear queries;
    private final FrozenLinear keys;
    private final FrozenLinear values;
    private final FrozenLinear out;
    private final LayerNorm layerNorm2;
    private final FrozenLinear fc1;
    private final FrozenLinear fc2;

    ClipEncoderLayer(ClipVisionConfig config) {
        long channels = config.hiddenSize();
        heads = config.heads();
        activation = config.activation();
        layerNorm1 = child("layer_norm1", new LayerNorm(channels, config.epsilon()));
        queries = child("self_attn.q_proj", new FrozenLinear(channels, channels, true));
        keys = child("self_attn.k_proj", new FrozenLinear(channels, channels, true));
        values = child("self_attn.v_proj", new FrozenLinear(channels, channels, true));
        out = child("self_attn.out_proj", new FrozenLinear(channels, channels, true));
        layerNorm2 = child("layer_norm2", new LayerNorm(channels, config.epsilon()));
        fc1 = child("mlp.fc1", new FrozenLinear(channels, config.mlpSize(), true));
        fc2 = child("mlp.fc2", new FrozenLinear(config.mlpSize(), channels, true));
    }

    NDArray forward(NDArray x) {
        return scoped(() -> encode(x), x);
    }

    private NDArray encode(NDArray x) {
        NDArray attended = x.add(attend(layerNorm1.forward(x)));
        NDArray wide = fc1.forward(layerNorm2.forward(attended), activation); // (B, T, mlp)
        return attended.add(fc2.forward(wide));
    }

    private NDArray attend(NDArray x) {
        return out.forward(
                Kernel.ATTENTION.call(
                        queries.forward(x),
                        keys.forward(x),
                        values.forward(x),
                        Kernel.scalar(heads)));
    }
}
