package dev.tlora.diffusion.layer;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Weight;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * PyTorch's {@code nn.Linear}: x Wᵀ + b, plus what an attached adapter adds.
 *
 * <ul>
 *   <li>x: (..., in); result: (..., out)
 *   <li>keys: {@code weight} (out, in), {@code bias} (out) where there is one
 * </ul>
 */
public final class Linear extends CheckpointBlock {

    /** What an adapter adds to a projection. */
    public interface Delta {

        /**
         * Returns {@code output} plus the adapter's contribution, without changing either argument.
         *
         * @param input (..., in)
         * @param output (..., out), the frozen projection of {@code input}
         */
        NDArray addTo(NDArray input, NDArray output);

        /** The same for the four projections of an attention at once. */
        InAttention inAttention();
    }

    /**
     * How kernels that compute a whole attention take an adapter in.
     *
     * @param self kernel for an attention of tokens to each other
     * @param cross kernel for an attention to a prompt
     * @param active how many components take part, one array for the whole adapter
     * @param factors of one projection, as many for each
     */
    public record InAttention(Kernel self, Kernel cross, NDArray active, List<NDArray> factors) {

        public InAttention {
            factors = List.copyOf(factors);
        }
    }

    private final Weight weight;
    private final Optional<Weight> bias;
    private Optional<Delta> delta = Optional.empty();
    private Optional<NDArray> replacement = Optional.empty();

    public Linear(long in, long out, boolean withBias) {
        weight = weight("weight", out, in);
        bias = withBias ? Optional.of(weight("bias", out)) : Optional.empty();
    }

    /** {@code x} in the element type of the weights, which {@link #forward} needs. */
    public NDArray cast(NDArray x) {
        return weight.cast(x);
    }

    public NDArray forward(NDArray x) {
        NDArray y =
                bias.isPresent()
                        ? Kernel.LINEAR_BIAS.call(x, weightInUse(), bias.get().array())
                        : Kernel.LINEAR.call(x, weightInUse());
        return delta.isPresent() ? delta.get().addTo(x, y) : y;
    }

    /** Adds {@code delta} to every later result, in place of any earlier one. */
    public void attach(Delta adapter) {
        delta = Optional.of(Objects.requireNonNull(adapter, "adapter"));
    }

    /** Takes the adapter away again. */
    public void detach() {
        delta = Optional.empty();
    }

    /** What is attached. */
    public Optional<Delta> delta() {
        return delta;
    }

    /** Computes with {@code values} from now on, which may change between calls. */
    public void replaceWeight(NDArray values) {
        replacement = Optional.of(values);
    }

    /** Computes with the published weight again. */
    public void restoreWeight() {
        replacement = Optional.empty();
    }

    /** The weight that results are computed with: the published one, or its replacement. */
    public NDArray weightInUse() {
        return replacement.orElseGet(weight::array);
    }

    /** Whether results may differ between calls with the same input. */
    public boolean mayChange() {
        return replacement.isPresent() || weight.array().hasGradient();
    }

    public Weight weight() {
        return weight;
    }

    /** The bias, where there is one. */
    public Optional<Weight> bias() {
        return bias;
    }

    public long in() {
        return weight.shape().get(1);
    }

    public long out() {
        return weight.shape().get(0);
    }
}
