package dev.tlora.diffusion.vae;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.tensor.CheckpointBlock;

/**
 * diffusers' {@code UNetMidBlock2D}: resnet, attention, resnet at the deepest level.
 *
 * <p>(B, C, H, W) to (B, C, H, W); keys {@code resnets.0 attentions.0 resnets.1}.
 */
final class MidBlock2D extends CheckpointBlock {

    private final ResnetBlock2D first;
    private final Attention attention;
    private final ResnetBlock2D second;

    MidBlock2D(VaeConfig config) {
        int channels = config.deepest();
        first = child("resnets.0", new ResnetBlock2D(config, channels, channels));
        attention = child("attentions.0", new Attention(config, channels));
        second = child("resnets.1", new ResnetBlock2D(config, channels, channels));
    }

    NDArray forward(NDArray x) {
        return second.forward(attention.forward(first.forward(x)));
    }
}
