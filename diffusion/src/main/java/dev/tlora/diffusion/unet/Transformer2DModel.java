package dev.tlora.diffusion.unet;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.GroupNorm;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * diffusers' {@code Transformer2DModel} with linear projections.
 *
 * <ul>
 *   <li>x: (B, C, H, W); context: (B, M, D); result: (B, C, H, W)
 *   <li>keys: {@code norm proj_in transformer_blocks.N proj_out}
 * </ul>
 */
final class Transformer2DModel extends CheckpointBlock {

    /** Fixed in diffusers' {@code transformer_2d.py}, unlike the resnets' epsilon. */
    private static final double EPSILON = 1e-6;

    private final GroupNorm norm;
    private final Linear projIn;
    private final List<BasicTransformerBlock> blocks = new ArrayList<>();
    private final Linear projOut;

    Transformer2DModel(UNetConfig config, int level) {
        long channels = config.channels().get(level);
        norm = child("norm", new GroupNorm(config.groups(), channels, EPSILON));
        projIn = child("proj_in", new Linear(channels, channels, true));
        for (int i = 0; i < config.transformerLayers().get(level); i++) {
            blocks.add(
                    child(
                            "transformer_blocks." + i,
                            new BasicTransformerBlock(
                                    channels, config.hiddenSize(), config.heads().get(level))));
        }
        projOut = child("proj_out", new Linear(channels, channels, true));
    }

    NDArray forward(NDArray x, NDArray context) {
        return scoped(() -> x.add(transform(x, context)), x, context);
    }

    private NDArray transform(NDArray x, NDArray context) {
        NDArray tokens = norm.forward(x).transpose(0, 2, 3, 1); // (B, H, W, C)
        tokens = projIn.forward(tokens.reshape(x.getShape().get(0), -1, x.getShape().get(1)));
        for (BasicTransformerBlock block : blocks) {
            tokens = block.forward(tokens, context); // (B, H * W, C)
        }
        NDArray image = projOut.forward(tokens).transpose(0, 2, 1); // (B, C, H * W)
        return image.reshape(x.getShape());
    }
}
