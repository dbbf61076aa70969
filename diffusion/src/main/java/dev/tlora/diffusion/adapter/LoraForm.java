package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Linear;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A Gaussian {@code down} and a zero {@code up}. */
final class LoraForm implements LayerForm {

    private static final String DOWN = "down.weight";
    private static final String UP = "up.weight";

    @Override
    public Map<String, List<Long>> shapes(LayerShape layer, int rank) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put(DOWN, List.of((long) rank, layer.in()));
        shapes.put(UP, List.of(layer.out(), (long) rank));
        return shapes;
    }

    @Override
    public AdaptedLayer draw(StartingFactors starting, Linear linear, long key, ActiveRank active) {
        return new LoraLayer(starting.gaussianDown(linear, key), starting.zeroUp(linear), active);
    }

    @Override
    public AdaptedLayer restore(Function<String, NDArray> arrays, ActiveRank active) {
        return new LoraLayer(arrays.apply(DOWN), arrays.apply(UP), active);
    }

    @Override
    public boolean subtractsStart() {
        return false;
    }

    @Override
    public boolean trainsLambda() {
        return false;
    }
}
