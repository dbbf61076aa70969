package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
        paths.forEach(
                path ->
                        layers.put(
                                path,
                                form().restore(name -> arrays.get(path + "." + name), active)));
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
        return form().draw(starting, linear, StartingFactors.keyOf(path), active);
    }

    private LayerForm form() {
        return settings.method().form();
    }
}
