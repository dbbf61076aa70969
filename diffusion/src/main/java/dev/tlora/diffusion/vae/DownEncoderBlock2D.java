package dev.tlora.diffusion.vae;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Conv2d;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * diffusers' {@code DownEncoderBlock2D}. It pads right and below only before halving, so odd sizes
 * are rounded down.
 *
 * <ul>
 *   <li>x: (B, in, H, W); result: (B, out, ⌊H / 2⌋, ⌊W / 2⌋), the last level keeps H and W
 *   <li>keys: {@code resnets.N downsamplers.0.conv}
 * </ul>
 */
final class DownEncoderBlock2D extends CheckpointBlock {

    private final Stages stages = new Stages();

    DownEncoderBlock2D(VaeConfig config, int level) {
        long out = config.channels().get(level);
        long in = config.channels().get(Math.max(level - 1, 0));
        for (int i = 0; i < config.layersPerBlock(); i++) {
            long width = i == 0 ? in : out;
            stages.then(child("resnets." + i, new ResnetBlock2D(config, width, out))::forward);
        }
        if (level < config.channels().size() - 1) {
            stages.then(Kernel.PAD_RIGHT_BOTTOM::call);
            stages.then(child("downsamplers.0.conv", new Conv2d(out, out, 3, 2, 0))::forward);
        }
    }

    NDArray forward(NDArray x) {
        return scoped(() -> stages.forward(x), x);
    }
}
