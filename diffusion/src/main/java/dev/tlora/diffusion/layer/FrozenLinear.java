package dev.tlora.diffusion.layer;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Weight;
import java.util.Optional;

/**
 * {@link Linear} that is never adapted, merged or trained, so that its weight may lie in the order
 * in which the CPU multiplies fastest. No gradients flow through it.
 *
 * <ul>
 *   <li>x: (..., in); result: (..., out)
 *   <li>keys: {@code weight} (out, in), {@code bias} (out) where there is one
 * </ul>
 */
public final class FrozenLinear extends CheckpointBlock {

    private final Weight weight;
    private final Optional<Weight> bias;

    public FrozenLinear(long in, long out, boolean withBias) {
        weight = packable("weight", out, in);
        bias = withBias ? Optional.of(weight("bias", out)) : Optional.empty();
    }

    public NDArray forward(NDArray x) {
        if (bias.isEmpty()) {
            Kernel product = weight.isPacked() ? Kernel.PACKED_LINEAR : Kernel.LINEAR;
            return product.call(x, weight.array());
        }
        Kernel product = weight.isPacked() ? Kernel.PACKED_LINEAR_BIAS : Kernel.LINEAR_BIAS;
        return product.call(x, weight.array(), bias.get().array());
    }

    /**
     * The result behind an activation.
     *
     * @param activation a kernel of one array, such as {@link Kernel#GELU}
     */
    public NDArray forward(NDArray x, Kernel activation) {
        boolean fused = activation == Kernel.GELU && weight.isPacked() && bias.isPresent();
        return fused
                ? Kernel.PACKED_LINEAR_GELU.call(x, weight.array(), bias.get().array())
                : activation.call(forward(x));
    }
}
