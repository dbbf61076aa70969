package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many components a layer really uses: the singular values of B, and the least number of them
 * that holds 95 % of their sum (the paper's Figure 4).
 *
 * @param singularValues of B, descending
 * @param components 0 where B is zero
 */
public record EffectiveRank(List<Double> singularValues, int components) {

    private static final double SHARE = 0.95;

    public EffectiveRank {
        singularValues = List.copyOf(singularValues);
    }

    /** Of singular values in descending order. */
    static EffectiveRank of(double... singularValues) {
        double wanted = SHARE * Arrays.stream(singularValues).sum();
        double sum = 0;
        int components = 0;
        while (sum < wanted) {
            sum += singularValues[components++];
        }
        return new EffectiveRank(Arrays.stream(singularValues).boxed().toList(), components);
    }

    /** Of each layer, by the path of the projection it adapts, in the network's order. */
    public static Map<String, EffectiveRank> of(Adapter adapter) {
        Map<String, EffectiveRank> ranks = new LinkedHashMap<>();
        adapter.orderedLayers().forEach((path, layer) -> ranks.put(path, of(layer.outputFactor())));
        return ranks;
    }

    private static EffectiveRank of(NDArray outputFactor) {
        try (NDArray spectrum =
                Gradients.without(() -> Kernel.FACTOR_SPECTRUM.call(outputFactor))) {
            return of(spectrum.toDoubleArray());
        }
    }
}
