package dev.tlora.diffusion.vae;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Conv2d;
import dev.tlora.diffusion.layer.GroupNorm;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import java.util.Optional;

/**
 * diffusers' {@code ResnetBlock2D} without a time embedding.
 *
 * <ul>
 *   <li>x: (B, in, H, W); result: (B, out, H, W)
 *   <li>keys: {@code norm1 conv1 norm2 conv2}, {@code conv_shortcut} where in ≠ out
 * </ul>
 */
final class ResnetBlock2D extends CheckpointBlock {

    /** Of every group norm in the VAE, unlike the U-Net's (diffusers autoencoders/vae.py). */
    private static final double EPSILON = 1e-6;

    private final Stages residual = new Stages();
    private final Optional<Conv2d> convShortcut;

    ResnetBlock2D(VaeConfig config, long in, long out) {
        residual.then(child("norm1", norm(config, in))::forwardSilu);
        residual.then(child("conv1", new Conv2d(in, out, 3, 1, 1))::forward);
        residual.then(child("norm2", norm(config, out))::forwardSilu);
        residual.then(child("conv2", new Conv2d(out, out, 3, 1, 1))::forward);
        convShortcut =
                in == out
                        ? Optional.empty()
                        : Optional.of(child("conv_shortcut", new Conv2d(in, out, 1, 1, 0)));
    }

    static GroupNorm norm(VaeConfig config, long channels) {
        return new GroupNorm(config.groups(), channels, EPSILON);
    }

    NDArray forward(NDArray x) {
        return scoped(() -> residual.forward(x).addi(shortcut(x)), x);
    }

    private NDArray shortcut(NDArray x) {
        return convShortcut.isPresent() ? convShortcut.get().forward(x) : x;
    }
}
