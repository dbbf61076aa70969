package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.layer.Linear;
import java.util.List;
import java.util.Map;

/** The adapter of one projection: low-rank factors in float32 and what they add. */
public sealed interface AdaptedLayer extends Linear.Delta permits LoraLayer, OrthoLayer {

    /** The arrays that training changes, by the reference's names, e.g. {@code down.weight}. */
    Map<String, NDArray> trainable();

    /** The arrays that stay as drawn but are needed to use the layer; may be empty. */
    Map<String, NDArray> frozen();

    /** What the layer adds to the frozen weight with {@code components} active: (out, in). */
    NDArray delta(int components);

    /**
     * The first factor of {@link #delta} as a LoRA without mask has it: (k, in), where k is the
     * number of components or, for layers that subtract their start, twice that.
     */
    NDArray plainDown(int components);

    /** The second factor, so that {@code plainUp · plainDown} is the delta: (out, k). */
    NDArray plainUp(int components);

    /** A of the paper: (r, in). */
    NDArray inputFactor();

    /** B of the paper, whose singular values tell how many components do something: (out, r). */
    NDArray outputFactor();

    /**
     * What {@link #delta} is the sum of, each cut to its first components; new arrays belong to
     * {@code scope}.
     */
    List<Addend> addends(NDManager scope);

    /**
     * A product up · down.
     *
     * @param up (out, r)
     * @param down (r, in)
     */
    record Addend(NDArray up, NDArray down) {}
}
