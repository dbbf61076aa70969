package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * A projection of the prompt with an adapter's share. The sum is kept as long as the prompt stays
 * the same, and takes new components in as weights do: (x Dᵀ) Uᵀ for x (D U)ᵀ.
 *
 * <p>A prompt is known by identity; its array must not change while it is in use.
 */
final class PromptTerm implements Linear.Delta {

    private final List<AdaptedLayer.Addend> addends;
    private final IntSupplier components;
    private final NDManager parent;
    private NDManager manager;
    private NDArray prompt;
    private NDArray sum;
    private LowRankTerm term;

    /**
     * Knows no prompt yet.
     *
     * @param components how many are merged into the weights at the moment
     */
    PromptTerm(List<AdaptedLayer.Addend> addends, IntSupplier components, NDManager parent) {
        this.addends = addends;
        this.components = components;
        this.parent = parent;
    }

    @Override
    public NDArray addTo(NDArray input, NDArray output) {
        if (input != prompt) {
            forget();
            Gradients.without(
                    () -> {
                        begin(input, output);
                        return null;
                    });
        }
        return sum;
    }

    private void begin(NDArray input, NDArray output) {
        manager = parent.newSubManager();
        sum = Kernel.CONTIGUOUS.callIn(manager, output).get(0);
        NDArray seen = Kernel.TO_FLOAT32.callIn(manager, input).get(0); // (B, M, in)
        term =
                new LowRankTerm(
                        sum, addends.stream().map(addend -> of(seen, addend)).toList(), manager);
        NDList arguments = new NDList(Kernel.scalar(0), Kernel.scalar(components.getAsInt()));
        term.addTo(arguments);
        Kernel.MERGE_COMPONENTS.callAll(arguments).get(0).close();
        prompt = input;
    }

    private static AdaptedLayer.Addend of(NDArray seen, AdaptedLayer.Addend addend) {
        NDArray coordinates = Kernel.LINEAR.call(seen, addend.down()); // (B, M, r)
        return new AdaptedLayer.Addend(
                coordinates.reshape(-1, addend.down().getShape().get(0)), addend.up().transpose());
    }

    /** Takes part in the next merge, if there is a prompt. */
    void addTo(NDList arguments) {
        if (prompt != null) {
            term.addTo(arguments);
        }
    }

    void forget() {
        if (manager != null) {
            manager.close();
            manager = null;
            prompt = null;
        }
    }

    @Override
    public Linear.InAttention inAttention() {
        throw new UnsupportedOperationException("projections of a prompt are adapted one by one");
    }
}
