package dev.tlora.diffusion.vae;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Conv2d;
import dev.tlora.diffusion.tensor.CheckpointBlock;

/**
 * diffusers' {@code Decoder}: latents after {@code post_quant_conv} to pixels.
 *
 * <ul>
 *   <li>latents: (B, L, h, w); result: (B, 3, H, W)
 *   <li>keys: {@code conv_in mid_block up_blocks.N conv_norm_out conv_out}
 * </ul>
 */
final class Decoder extends CheckpointBlock {

    private final Stages stages = new Stages();

    Decoder(VaeConfig config) {
        int shallowest = config.channels().get(0);
        stages.then(
                child("conv_in", new Conv2d(config.latentChannels(), config.deepest(), 3, 1, 1))
                        ::forward);
        stages.then(child("mid_block", new MidBlock2D(config))::forward);
        int levels = config.channels().size();
        for (int i = 0; i < levels; i++) {
            int level = levels - 1 - i;
            stages.then(child("up_blocks." + i, new UpDecoderBlock2D(config, level))::forward);
        }
        stages.then(child("conv_norm_out", ResnetBlock2D.norm(config, shallowest))::forwardSilu);
        stages.then(
                child("conv_out", new Conv2d(shallowest, config.imageChannels(), 3, 1, 1))
                        ::forward);
    }

    NDArray forward(NDArray latents) {
        return stages.forward(latents);
    }
}
