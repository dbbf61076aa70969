package dev.tlora.diffusion.unet;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Conv2d;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * diffusers' {@code UpBlock2D}, or {@code CrossAttnUpBlock2D} where the level has attention.
 *
 * <ul>
 *   <li>x: (B, in, H, W); result: (B, out, 2 H, 2 W), the shallowest level keeps H and W
 *   <li>keys: {@code resnets.N attentions.N upsamplers.0.conv}
 * </ul>
 */
final class UpBlock2D extends CheckpointBlock {

    private final List<ResnetBlock2D> resnets = new ArrayList<>();
    private final List<Transformer2DModel> attentions = new ArrayList<>();
    private final Optional<Conv2d> upsampler;

    UpBlock2D(UNetConfig config, int level) {
        int deepest = config.levels() - 1;
        long out = config.channels().get(level);
        long below = config.channels().get(Math.min(level + 1, deepest));
        long lastSkip = config.channels().get(Math.max(level - 1, 0));
        int layers = config.layersPerBlock() + 1;
        for (int i = 0; i < layers; i++) {
            long in = (i == 0 ? below : out) + (i == layers - 1 ? lastSkip : out);
            resnets.add(child("resnets." + i, new ResnetBlock2D(config, in, out)));
            if (config.attention().get(level)) {
                attentions.add(child("attentions." + i, new Transformer2DModel(config, level)));
            }
        }
        upsampler =
                level == 0
                        ? Optional.empty()
                        : Optional.of(child("upsamplers.0.conv", new Conv2d(out, out, 3, 1, 1)));
    }

    /** Pops what the down blocks pushed. */
    NDArray forward(NDArray x, NDArray time, NDArray context, Deque<NDArray> skips) {
        NDArray hidden = x;
        for (int i = 0; i < resnets.size(); i++) {
            NDArray joined = hidden.concat(skips.pop(), 1);
            hidden = resnets.get(i).forward(joined, time);
            if (!attentions.isEmpty()) {
                hidden = attentions.get(i).forward(hidden, context);
            }
        }
        return upsampler.isPresent() ? upsample(hidden, skips.peek()) : hidden;
    }

    /** To the size of the next skip, which is not twice ours where halving had rounded up. */
    private NDArray upsample(NDArray x, NDArray nextSkip) {
        Conv2d conv = upsampler.orElseThrow();
        return scoped(
                () -> conv.forward(Kernel.UPSAMPLE_NEAREST_LIKE.call(x, nextSkip)), x, nextSkip);
    }
}
