package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * A product of factors on its way into a weight, its arrays named as the merging kernel wants them.
 *
 * @param target (out, in), changed in place
 * @param up (out, r)
 * @param down (r, in)
 */
record LowRankTerm(NDArray target, NDArray up, NDArray down) {

    static LowRankTerm of(NDArray target, AdaptedLayer.Addend addend, NDManager manager) {
        return new LowRankTerm(
                named(target, "targets[]", manager),
                named(addend.up(), "ups[]", manager),
                named(addend.down(), "downs[]", manager));
    }

    void addTo(NDList arguments) {
        arguments.add(target);
        arguments.add(up);
        arguments.add(down);
    }

    /** The same memory under a name of its own: names belong to array objects, not to memory. */
    static NDArray named(NDArray array, String name, NDManager manager) {
        NDArray view = Kernel.VIEW.callIn(manager, array).get(0);
        view.setName(name);
        return view;
    }
}
