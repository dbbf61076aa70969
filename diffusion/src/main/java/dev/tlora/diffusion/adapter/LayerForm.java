package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Linear;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The kind of layers that a method consists of: which arrays they have and what they start from. A
 * new kind is one implementation, named by a constant of {@link AdapterMethod}.
 */
interface LayerForm {

    /**
     * Shapes by array, in the order in which files are checked: the first is (r, in), the second
     * (out, r).
     */
    Map<String, List<Long>> shapes(LayerShape layer, int rank);

    /**
     * A layer that changes nothing yet.
     *
     * @param key names the layer's random numbers
     */
    AdaptedLayer draw(StartingFactors starting, Linear linear, long key, ActiveRank active);

    /** A layer of arrays at hand, by their names in {@link #shapes}. */
    AdaptedLayer restore(Function<String, NDArray> arrays, ActiveRank active);

    /** Whether layers start from factors of their own and subtract them again. */
    boolean subtractsStart();

    /** Whether a factor λ between the others is trained. */
    boolean trainsLambda();
}
