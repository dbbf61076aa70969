package dev.tlora.diffusion.vae;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Conv2d;
import dev.tlora.diffusion.tensor.CheckpointBlock;

/**
 * diffusers' {@code Encoder}: pixels to the moments of the latents before {@code quant_conv}.
 *
 * <ul>
 *   <li>pixels: (B, 3, H, W); result: (B, 2 L, h, w)
 *   <li>keys: {@code conv_in down_blocks.N mid_block conv_norm_out conv_out}
 * </ul>
 */
final class Encoder extends CheckpointBlock {

    private final Stages stages = new Stages();

    Encoder(VaeConfig config) {
        int shallowest = config.channels().get(0);
        int deepest = config.deepest();
        stages.then(
                child("conv_in", new Conv2d(config.imageChannels(), shallowest, 3, 1, 1))::forward);
        for (int level = 0; level < config.channels().size(); level++) {
            stages.then(
                    child("down_blocks." + level, new DownEncoderBlock2D(config, level))::forward);
        }
        stages.then(child("mid_block", new MidBlock2D(config))::forward);
        stages.then(child("conv_norm_out", ResnetBlock2D.norm(config, deepest))::forwardSilu);
        stages.then(
                child("conv_out", new Conv2d(deepest, 2L * config.latentChannels(), 3, 1, 1))
                        ::forward);
    }

    NDArray forward(NDArray pixels) {
        return stages.forward(pixels);
    }
}
