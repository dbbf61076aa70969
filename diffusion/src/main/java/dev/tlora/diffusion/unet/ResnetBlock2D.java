package dev.tlora.diffusion.unet;

import static dev.tlora.diffusion.tensor.Recomputation.segment;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Conv2d;
import dev.tlora.diffusion.layer.GroupNorm;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import java.util.Optional;

/**
 * diffusers' {@code ResnetBlock2D} with a time embedding.
 *
 * <ul>
 *   <li>x: (B, in, H, W); time: (B, T), already through SiLU; result: (B, out, H, W)
 *   <li>keys: {@code norm1 conv1 time_emb_proj norm2 conv2}, {@code conv_shortcut} where in ≠ out
 * </ul>
 */
final class ResnetBlock2D extends CheckpointBlock {

    private final GroupNorm norm1;
    private final Conv2d conv1;
    private final Linear timeEmbProj;
    private final GroupNorm norm2;
    private final Conv2d conv2;
    private final Optional<Conv2d> convShortcut;

    ResnetBlock2D(UNetConfig config, long in, long out) {
        norm1 = child("norm1", new GroupNorm(config.groups(), in, config.epsilon()));
        conv1 = child("conv1", new Conv2d(in, out, 3, 1, 1));
        timeEmbProj = child("time_emb_proj", new Linear(config.timeEmbedSize(), out, true));
        norm2 = child("norm2", new GroupNorm(config.groups(), out, config.epsilon()));
        conv2 = child("conv2", new Conv2d(out, out, 3, 1, 1));
        convShortcut =
                in == out
                        ? Optional.empty()
                        : Optional.of(child("conv_shortcut", new Conv2d(in, out, 1, 1, 0)));
    }

    NDArray forward(NDArray x, NDArray time) {
        return segment(given -> residual(given[0], given[1]).add(shortcut(given[0])), x, time);
    }

    private NDArray residual(NDArray x, NDArray time) {
        NDArray hidden = conv1.forward(norm1.forwardSilu(x));
        NDArray shift = timeEmbProj.forward(time).expandDims(2).expandDims(3); // (B, out, 1, 1)
        return conv2.forward(norm2.forwardSilu(hidden.add(shift)));
    }

    private NDArray shortcut(NDArray x) {
        return convShortcut.isPresent() ? convShortcut.get().forward(x) : x;
    }
}
