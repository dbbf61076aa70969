package dev.tlora.standalone.paper;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.adapter.AdaptedLayer;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * How many directions a matrix really uses: the exponential of the entropy of its singular values
 * as shares of their sum (Roy and Vetterli, "The effective rank", 2007), which the paper's Figure 4
 * shows.
 */
final class EffectiveRank {

    private EffectiveRank() {}

    /** Mean over the layers of what they add with all components active. */
    static double mean(Adapter adapter, int rank) {
        return Gradients.without(
                () ->
                        adapter.layers().values().stream()
                                .mapToDouble(layer -> of(layer, rank))
                                .average()
                                .orElseThrow());
    }

    private static double of(AdaptedLayer layer, int rank) {
        try (NDArray delta = layer.delta(rank);
                NDArray singularValues = Kernel.SVD_S.call(delta)) {
            return of(singularValues.toFloatArray());
        }
    }

    static double of(float[] singularValues) {
        double sum = 0;
        for (float value : singularValues) {
            sum += value;
        }
        if (!(sum > 0)) {
            return 0;
        }
        double entropy = 0;
        for (float value : singularValues) {
            double share = value / sum;
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return Math.exp(entropy);
    }
}
