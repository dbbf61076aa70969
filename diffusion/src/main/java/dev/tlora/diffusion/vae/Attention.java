package dev.tlora.diffusion.vae;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.layer.GroupNorm;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * diffusers' {@code Attention} as the VAE uses it: one head over all positions, normalised before,
 * added to its input after.
 *
 * <ul>
 *   <li>x and result: (B, C, H, W)
 *   <li>keys: {@code group_norm to_q to_k to_v to_out.0}
 * </ul>
 */
final class Attention extends CheckpointBlock {

    private static final int HEADS = 1;

    private final GroupNorm groupNorm;
    private final Linear toQ;
    private final Linear toK;
    private final Linear toV;
    private final Linear toOut;

    Attention(VaeConfig config, long channels) {
        groupNorm = child("group_norm", ResnetBlock2D.norm(config, channels));
        toQ = child("to_q", new Linear(channels, channels, true));
        toK = child("to_k", new Linear(channels, channels, true));
        toV = child("to_v", new Linear(channels, channels, true));
        toOut = child("to_out.0", new Linear(channels, channels, true));
    }

    NDArray forward(NDArray x) {
        return scoped(() -> attend(x).addi(x), x);
    }

    private NDArray attend(NDArray x) {
        Shape shape = x.getShape();
        NDArray tokens =
                groupNorm
                        .forward(x)
                        .reshape(shape.get(0), shape.get(1), -1)
                        .transpose(0, 2, 1); // (B, H W, C)
        NDArray attended =
                Kernel.ATTENTION.call(
                        toQ.forward(tokens),
                        toK.forward(tokens),
                        toV.forward(tokens),
                        Kernel.scalar(HEADS));
        return toOut.forward(attended).transpose(0, 2, 1).reshape(shape);
    }
}
