package dev.tlora.diffusion.unet;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.tensor.CheckpointBlock;

/**
 * diffusers' {@code UNetMidBlock2DCrossAttn}: resnet, transformer, resnet at the deepest level.
 *
 * <p>(B, C, H, W) to (B, C, H, W); keys {@code resnets.0 attentions.0 resnets.1}.
 */
final class MidBlock2D extends CheckpointBlock {

    private final ResnetBlock2D first;
    private final Transformer2DModel attention;
    private final ResnetBlock2D second;

    MidBlock2D(UNetConfig config) {
        int level = config.levels() - 1;
        long channels = config.channels().get(level);
        first = child("resnets.0", new ResnetBlock2D(config, channels, channels));
        attention = child("attentions.0", new Transformer2DModel(config, level));
        second = child("resnets.1", new ResnetBlock2D(config, channels, channels));
    }

    NDArray forward(NDArray x, NDArray time, NDArray context) {
        return second.forward(attention.forward(first.forward(x, time), context), time);
    }
}
