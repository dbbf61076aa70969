package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.unet.UNet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The adapter of a whole U-Net: a layer for the queries, keys, values and outputs of every
 * attention.
 *
 * <p>Used by one thread at a time. Closing it frees its arrays; detach it first.
 */
public final class Adapter implements AutoCloseable {

    private final AdapterSettings settings;
    private final Map<String, AdaptedLayer> layers;
    private final ActiveRank active;
    private final NDManager manager;
    private RankSchedule ranks;

    Adapter(
            AdapterSettings settings,
            Map<String, AdaptedLayer> layers,
            ActiveRank active,
            NDManager manager) {
        this.settings = settings;
        this.layers = layers;
        this.active = active;
        this.manager = manager;
        this.ranks = settings.ranks();
    }

    /**
     * Draws a fresh adapter, which changes nothing yet.
     *
     * @param parent the adapter's arrays live in a child of it
     * @throws IllegalArgumentException naming the layer, when the rank is larger than it allows
     */
    public static Adapter create(AdapterSettings settings, UNet unet, NDManager parent) {
        return new AdapterBuilder(settings, parent.newSubManager()).draw(unet);
    }

    /**
     * Makes an adapter of arrays at hand, with or without a network to use it on.
     *
     * @param arrays every array of the method's layers by {@code <path>.<array>}, as in {@link
     *     #tensors}; all in {@code manager}
     * @param manager goes over to the adapter, which closes it
     * @throws CheckpointException naming an array that is missing, too many or of a wrong shape
     */
    public static Adapter of(
            AdapterSettings settings, Map<String, NDArray> arrays, NDManager manager) {
        Map<String, List<Long>> shapes = new TreeMap<>();
        arrays.forEach((name, array) -> shapes.put(name, sizes(array)));
        Set<String> paths = TensorShapes.layers("the adapter", settings, shapes).keySet();
        return new AdapterBuilder(settings, manager).restore(paths, arrays);
    }

    private static List<Long> sizes(NDArray array) {
        return Arrays.stream(array.getShape().getShape()).boxed().toList();
    }

    public AdapterSettings settings() {
        return settings;
    }

    /** Layers by the path of the projection they adapt. */
    public Map<String, AdaptedLayer> layers() {
        return Map.copyOf(layers);
    }

    /** Adds the layers to their projections. */
    public void attachTo(UNet unet) {
        Map<String, Linear> projections = unet.adaptedProjections();
        layers.forEach((path, layer) -> projections.get(path).attach(layer));
    }

    /** Takes whatever is attached away from the projections. */
    public void detachFrom(UNet unet) {
        unet.adaptedProjections().values().forEach(Linear::detach);
    }

    /**
     * Uses other ranks than it was trained with; {@link MergedAdapter} does so for renderings.
     *
     * @throws IllegalArgumentException when the rank is not the adapter's
     */
    public void useRanks(RankSchedule wanted) {
        if (wanted.rank() != settings.ranks().rank()) {
            throw new IllegalArgumentException(
                    "the adapter has rank %d, not %d"
                            .formatted(settings.ranks().rank(), wanted.rank()));
        }
        ranks = settings.method().schedule(wanted);
    }

    /** Activates the components of one timestep for whole batches; returns how many. */
    public int atTimestep(int timestep) {
        int components = ranks.activeRank(timestep);
        active.set(components);
        return components;
    }

    /** Activates, for each sample of the next batches, the components of its own timestep. */
    public void atTimesteps(int[] timesteps, NDManager scope) {
        int[] components = new int[timesteps.length];
        for (int i = 0; i < timesteps.length; i++) {
            components[i] = ranks.activeRank(timesteps[i]);
        }
        active.set(components, scope);
    }

    /** What training changes, by {@code <path>.<array>}, in a fixed order. */
    public Map<String, NDArray> trainable() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        layers.forEach((path, layer) -> addAll(arrays, path, layer.trainable()));
        return arrays;
    }

    /** Everything a file needs, by {@code <path>.<array>}. */
    public Map<String, NDArray> tensors() {
        Map<String, NDArray> arrays = trainable();
        layers.forEach((path, layer) -> addAll(arrays, path, layer.frozen()));
        return arrays;
    }

    private static void addAll(
            Map<String, NDArray> target, String path, Map<String, NDArray> arrays) {
        arrays.keySet().stream()
                .sorted()
                .forEach(name -> target.put(path + "." + name, arrays.get(name)));
    }

    @Override
    public void close() {
        manager.close();
    }
}
