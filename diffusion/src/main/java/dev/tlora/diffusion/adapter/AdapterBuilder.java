package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.unet.UNet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the layers of an adapter, freshly drawn or from stored arrays. */
final class AdapterBuilder {

    private final AdapterSettings settings;
    private final NDManager manager;
    private final ActiveRank active;

    AdapterBuilder(AdapterSettings settings, NDManager manager) {
        this.settings = settings;
        this.manager = manager;
        this.active = new ActiveRank(settings.ranks().rank());
    }

    Adapter draw(UNet unet) {
        Map<String, Linear> projections = unet.adaptedProjections();
        projections.forEach(this::requireRoom);
        StartingFactors starting = new StartingFactors(settings, manager);
        // A layer depends on the seed and its own path alone, so their order does not matter.
        Map<String, AdaptedLayer> drawn =
                projections.entrySet().parallelStream()
                        .collect(
                                Collectors.toConcurrentMap(
                                        Map.Entry::getKey,
                                        one -> draw(starting, one.getValue(), one.getKey())));
        Map<String, AdaptedLayer> layers = new LinkedHashMap<>();
        projections.keySet().forEach(path -> layers.put(path, drawn.get(path)));
        return new Adapter(settings, layers, active, manager);
    }

    /** Uses arrays by {@code <path>.<array>} that match the paths and the method exactly. */
    Adapter restore(Collection<String> paths, Map<String, NDArray> arrays) {
        Map<String, AdaptedLayer> layers = new LinkedHashMap<>();
        paths.forEach(path -> layers.put(path, restore(path + ".", arrays)));
        return new Adapter(settings, layers, active, manager);
    }

    private void requireRoom(String path, Linear linear) {
        long room = Math.min(linear.in(), linear.out());
        int rank = settings.ranks().rank();
        if (rank > room) {
            throw new IllegalArgumentException(
                    "rank %d is larger than %d, the most that layer %s (%d to %d) allows"
                            .formatted(rank, room, path, linear.in(), linear.out()));
        }
    }

    private AdaptedLayer draw(StartingFactors starting, Linear linear, String path) {
        long layer = StartingFactors.keyOf(path);
        return switch (settings.method()) {
            case LORA, VANILLA_TLORA ->
                    new LoraLayer(
                            starting.gaussianDown(linear, layer),
                            manager.zeros(new Shape(linear.out(), settings.ranks().rank())),
                            active);
            case ORTHO_LORA, TLORA -> fromStart(starting.orthogonal(linear, layer), true);
            case PISSA -> fromStart(starting.principal(linear), false);
        };
    }

    private AdaptedLayer fromStart(OrthoLayer.Factors start, boolean trainsLambda) {
        OrthoLayer.Factors current =
                new OrthoLayer.Factors(
                        start.q().duplicate(), start.p().duplicate(), start.lambda().duplicate());
        return new OrthoLayer(current, start, trainsLambda, active);
    }

    private AdaptedLayer restore(String prefix, Map<String, NDArray> arrays) {
        if (!settings.method().subtractsStart()) {
            return new LoraLayer(
                    arrays.get(prefix + "down.weight"), arrays.get(prefix + "up.weight"), active);
        }
        OrthoLayer.Factors start =
                new OrthoLayer.Factors(
                        arrays.get(prefix + "base_q.weight"),
                        arrays.get(prefix + "base_p.weight"),
                        arrays.get(prefix + "base_lambda"));
        boolean trainsLambda = settings.method() != AdapterMethod.PISSA;
        OrthoLayer.Factors current =
                new OrthoLayer.Factors(
                        arrays.get(prefix + "q_layer.weight"),
                        arrays.get(prefix + "p_layer.weight"),
                        trainsLambda
                                ? arrays.get(prefix + "lambda_layer")
                                : start.lambda().duplicate());
        return new OrthoLayer(current, start, trainsLambda, active);
    }
}
