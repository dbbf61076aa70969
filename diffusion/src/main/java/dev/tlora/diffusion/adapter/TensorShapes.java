package dev.tlora.diffusion.adapter;

import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.unet.UNet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tensors that an adapter consists of, and their shapes. */
final class TensorShapes {

    private TensorShapes() {}

    /** By {@code <path>.<array>}, for every projection of a network. */
    static Map<String, List<Long>> of(AdapterSettings settings, UNet unet) {
        Map<String, LayerShape> layers = new TreeMap<>();
        unet.adaptedProjections()
                .forEach(
                        (path, linear) ->
                                layers.put(path, new LayerShape(linear.in(), linear.out())));
        return of(settings, layers);
    }

    static Map<String, List<Long>> of(AdapterSettings settings, Map<String, LayerShape> layers) {
        Map<String, List<Long>> shapes = new TreeMap<>();
        layers.forEach(
                (path, layer) ->
                        ofLayer(settings, layer)
                                .forEach((array, shape) -> shapes.put(path + "." + array, shape)));
        return shapes;
    }

    private static Map<String, List<Long>> ofLayer(AdapterSettings settings, LayerShape layer) {
        return settings.method().form().shapes(layer, settings.ranks().rank());
    }

    /**
     * The layers that tensors make up.
     *
     * @param found shapes by {@code <path>.<array>}
     * @throws CheckpointException naming a tensor that belongs to no layer, lacks, or does not fit
     *     the others of its layer
     */
    static SortedMap<String, LayerShape> layers(
            String file, AdapterSettings settings, Map<String, List<Long>> found) {
        List<String> arrays = List.copyOf(ofLayer(settings, new LayerShape(1, 1)).keySet());
        SortedMap<String, LayerShape> layers = new TreeMap<>();
        for (String path : paths(file, arrays, found.keySet())) {
            List<Long> in = required(file, path + "." + arrays.get(0), found);
            List<Long> out = required(file, path + "." + arrays.get(1), found);
            layers.put(path, new LayerShape(in.get(1), out.get(0)));
        }
        requireSame(file, of(settings, layers), found);
        return layers;
    }

    private static Set<String> paths(String file, List<String> arrays, Set<String> names) {
        Set<String> paths = new TreeSet<>();
        for (String name : names) {
            String array =
                    arrays.stream()
                            .filter(one -> name.endsWith("." + one))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new CheckpointException(
                                                    "%s: tensor '%s' belongs to no layer"
                                                            .formatted(file, name)));
            paths.add(name.substring(0, name.length() - array.length() - 1));
        }
        return paths;
    }

    private static List<Long> required(String file, String name, Map<String, List<Long>> found) {
        List<Long> shape = found.get(name);
        if (shape == null) {
            throw new CheckpointException("%s lacks tensor '%s'".formatted(file, name));
        }
        if (shape.size() != 2) {
            throw new CheckpointException(
                    "%s: tensor '%s' has shape %s, needed is a matrix"
                            .formatted(file, name, shape));
        }
        return shape;
    }

    /**
     * Compares names and shapes.
     *
     * @throws CheckpointException naming the first that is missing, too many or of another shape
     */
    static void requireSame(
            String file, Map<String, List<Long>> expected, Map<String, List<Long>> found) {
        Set<String> missing = new TreeSet<>(expected.keySet());
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            int others = missing.size() - 1;
            throw new CheckpointException(
                    "%s lacks tensor '%s'%s"
                            .formatted(
                                    file,
                                    missing.iterator().next(),
                                    others == 0 ? "" : " and %d more".formatted(others)));
        }
        found.forEach(
                (name, shape) -> {
                    if (!shape.equals(expected.get(name))) {
                        throw new CheckpointException(
                                "%s: tensor '%s' has shape %s, the network needs %s"
                                        .formatted(
                                                file,
                                                name,
                                                shape,
                                                expected.containsKey(name)
                                                        ? expected.get(name)
                                                        : "no such tensor"));
                    }
                });
    }
}
