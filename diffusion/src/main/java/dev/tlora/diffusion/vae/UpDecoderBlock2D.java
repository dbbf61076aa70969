package dev.tlora.diffusion.vae;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Conv2d;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * diffusers' {@code UpDecoderBlock2D}.
 *
 * <ul>
 *   <li>x: (B, in, H, W); result: (B, out, 2 H, 2 W), the level next to the pixels keeps H and W
 *   <li>keys: {@code resnets.N upsamplers.0.conv}
 * </ul>
 */
final class UpDecoderBlock2D extends CheckpointBlock {

    private final Stages stages = new Stages();

    UpDecoderBlock2D(VaeConfig config, int level) {
        long out = config.channels().get(level);
        long in = config.channels().get(Math.min(level + 1, config.channels().size() - 1));
        for (int i = 0; i <= config.layersPerBlock(); i++) {
            long width = i == 0 ? in : out;
            stages.then(child("resnets." + i, new ResnetBlock2D(config, width, out))::forward);
        }
        if (level > 0) {
            stages.then(Kernel.UPSAMPLE_NEAREST_2X::call);
            stages.then(child("upsamplers.0.conv", new Conv2d(out, out, 3, 1, 1))::forward);
        }
    }

    NDArray forward(NDArray x) {
        return scoped(() -> stages.forward(x), x);
    }
}
