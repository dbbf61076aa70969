package dev.tlora.diffusion.adapter.format;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tlora.diffusion.adapter.AdaptedLayer;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The singular values of one layer's B, which tell how many of its components do something (the
 * paper's Figure 4).
 *
 * @param path of the projection
 * @param values descending
 */
public record LayerSpectrum(String path, List<Float> values) {

    /** What the paper counts: the rank that holds this much of the values' sum. */
    private static final double SHARE = 0.95;

    public LayerSpectrum {
        values = List.copyOf(values);
    }

    /** Of every layer, by path. */
    public static List<LayerSpectrum> of(Adapter adapter) {
        SortedSet<String> paths = new TreeSet<>(adapter.layers().keySet());
        return paths.stream().map(path -> of(path, adapter.layers().get(path))).toList();
    }

    private static LayerSpectrum of(String path, AdaptedLayer layer) {
        List<Float> values = new ArrayList<>();
        try (NDArray singular = Kernel.SVD_S.call(layer.outputFactor())) {
            for (float value : singular.toFloatArray()) {
                values.add(value);
            }
        }
        return new LayerSpectrum(path, values);
    }

    /** The smallest rank whose values make up 95 % of the sum; 0 when B is zero. */
    @JsonProperty
    public int effectiveRank() {
        double sum = values.stream().mapToDouble(Float::doubleValue).sum();
        double reached = 0;
        int rank = 0;
        while (rank < values.size() && reached < SHARE * sum) {
            reached += values.get(rank);
            rank++;
        }
        return rank;
    }

    /** Block, kind of attention and projection, e.g. {@code down_blocks.1 attn2 to_k}. */
    public String group() {
        String block =
                path.startsWith("mid_block")
                        ? "mid_block"
                        : path.substring(0, path.indexOf(".attentions"));
        String attention = path.contains(".attn1.") ? "attn1" : "attn2";
        String projection = path.substring(path.indexOf(".to_") + 1);
        return block + " " + attention + " " + projection;
    }
}
