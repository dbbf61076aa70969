package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.List;

/**
 * A sum of products of factors on its way into a weight, its arrays named as the merging kernel
 * wants them.
 */
final class LowRankTerm {

    private static final String TARGETS = "targets[]";

    private final NDList arrays = new NDList();

    /** Into {@code target}, (out, in), which is changed in place. */
    LowRankTerm(NDArray target, List<AdaptedLayer.Addend> addends, NDManager manager) {
        arrays.add(named(target, TARGETS, manager));
        for (AdaptedLayer.Addend addend : addends) {
            arrays.add(named(addend.up(), "ups[]", manager));
            arrays.add(named(addend.down(), "downs[]", manager));
        }
    }

    void addTo(NDList arguments) {
        arguments.addAll(arrays);
    }

    /** The same memory under a name of its own: names belong to array objects, not to memory. */
    static NDArray named(NDArray array, String name, NDManager manager) {
        NDArray view = Kernel.VIEW.callIn(manager, array).get(0);
        view.setName(name);
        return view;
    }
}
