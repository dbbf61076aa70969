package dev.tlora.diffusion.unet;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Conv2d;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * diffusers' {@code DownBlock2D}, or {@code CrossAttnDownBlock2D} where the level has attention.
 *
 * <ul>
 *   <li>x: (B, in, H, W); result: (B, out, H / 2, W / 2), the last level keeps H and W
 *   <li>keys: {@code resnets.N attentions.N downsamplers.0.conv}
 * </ul>
 */
final class DownBlock2D extends CheckpointBlock {

    private final List<ResnetBlock2D> resnets = new ArrayList<>();
    private final List<Transformer2DModel> attentions = new ArrayList<>();
    private final Optional<Conv2d> downsampler;

    DownBlock2D(UNetConfig config, int level) {
        long out = config.channels().get(level);
        long in = level == 0 ? out : config.channels().get(level - 1);
        for (int i = 0; i < config.layersPerBlock(); i++) {
            resnets.add(child("resnets." + i, new ResnetBlock2D(config, i == 0 ? in : out, out)));
            if (config.attention().get(level)) {
                attentions.add(child("attentions." + i, new Transformer2DModel(config, level)));
            }
        }
        downsampler =
                level == config.levels() - 1
                        ? Optional.empty()
                        : Optional.of(child("downsamplers.0.conv", new Conv2d(out, out, 3, 2, 1)));
    }

    /** Pushes what the up blocks will want back onto {@code skips}. */
    NDArray forward(NDArray x, NDArray time, NDArray context, Deque<NDArray> skips) {
        NDArray hidden = x;
        for (int i = 0; i < resnets.size(); i++) {
            hidden = resnets.get(i).forward(hidden, time);
            if (!attentions.isEmpty()) {
                hidden = attentions.get(i).forward(hidden, context);
            }
            skips.push(hidden);
        }
        if (downsampler.isPresent()) {
            hidden = downsampler.get().forward(hidden);
            skips.push(hidden);
        }
        return hidden;
    }
}
