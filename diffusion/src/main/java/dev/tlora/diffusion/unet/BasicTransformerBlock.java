package dev.tlora.diffusion.unet;

import static dev.tlora.diffusion.tensor.Recomputation.segment;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.LayerNorm;
import dev.tlora.diffusion.tensor.CheckpointBlock;

/**
 * diffusers' {@code BasicTransformerBlock}: self-attention, cross-attention, feed-forward, each
 * behind a layer norm and added to its input.
 *
 * <ul>
 *   <li>x: (B, L, C); context: (B, M, D); result: (B, L, C)
 *   <li>keys: {@code norm1 attn1 norm2 attn2 norm3 ff}
 * </ul>
 */
final class BasicTransformerBlock extends CheckpointBlock {

    /** {@code nn.LayerNorm}'s default, which diffusers leaves as it is. */
    private static final double EPSILON = 1e-5;

    private final LayerNorm norm1;
    private final Attention attn1;
    private final LayerNorm norm2;
    private final Attention attn2;
    private final LayerNorm norm3;
    private final FeedForward ff;

    BasicTransformerBlock(long channels, long contextSize, int heads) {
        norm1 = child("norm1", new LayerNorm(channels, EPSILON));
        attn1 = child("attn1", new Attention(channels, channels, heads));
        norm2 = child("norm2", new LayerNorm(channels, EPSILON));
        attn2 = child("attn2", new Attention(channels, contextSize, heads));
        norm3 = child("norm3", new LayerNorm(channels, EPSILON));
        ff = child("ff", new FeedForward(channels));
    }

    NDArray forward(NDArray x, NDArray context) {
        return segment(given -> transform(given[0], given[1]), x, context);
    }

    private NDArray transform(NDArray x, NDArray context) {
        NDArray own = norm1.forward(x);
        NDArray attended = x.add(attn1.forward(own, own));
        NDArray crossed = attended.add(attn2.forward(norm2.forward(attended), context));
        return crossed.add(ff.forward(norm3.forward(crossed)));
    }
}
