package dev.tlora.diffusion.text;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.FrozenLinear;
import dev.tlora.diffusion.layer.LayerNorm;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * transformers' {@code CLIPEncoderLayer}: attention and feed-forward, each behind a layer norm and
 * added to its input.
 *
 * <ul>
 *   <li>x and result: (B, L, C)
 *   <li>keys: {@code layer_norm1 self_attn layer_norm2 mlp.fc1 mlp.fc2}
 * </ul>
 */
final class ClipEncoderLayer extends CheckpointBlock {

    private final LayerNorm norm1;
    private final ClipAttention attention;
    private final LayerNorm norm2;
    private final FrozenLinear widen;
    private final FrozenLinear narrow;
    private final Kernel activation;

    ClipEncoderLayer(ClipTextConfig config) {
        long channels = config.hiddenSize();
        long inner = config.feedForwardSize();
        norm1 = child("layer_norm1", new LayerNorm(channels, config.epsilon()));
        attention = child("self_attn", new ClipAttention(config));
        norm2 = child("layer_norm2", new LayerNorm(channels, config.epsilon()));
        widen = child("mlp.fc1", new FrozenLinear(channels, inner, true));
        narrow = child("mlp.fc2", new FrozenLinear(inner, channels, true));
        activation = config.quickGelu() ? Kernel.QUICK_GELU : Kernel.GELU;
    }

    NDArray forward(NDArray x) {
        return scoped(() -> feedForward(x.add(attention.forward(norm1.forward(x)))), x);
    }

    private NDArray feedForward(NDArray x) {
        return x.add(narrow.forward(widen.forward(norm2.forward(x), activation)));
    }
}
