package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Weight;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fills a network from a safetensors file, strictly: every weight of the network must be in the
 * file and every tensor of the file must be a weight of the network, in the same shape. Values
 * become float32.
 */
public final class WeightLoader {

    /** Non-trained buffers that older exports carry along. */
    private static final List<String> IGNORED_SUFFIXES = List.of("position_ids");

    private WeightLoader() {}

    /**
     * Loads all weights below {@code network}.
     *
     * @param manager owner of the loaded arrays; keep it open as long as the network
     * @throws CheckpointException naming file and tensor when a key is missing, unexpected or
     *     wrongly shaped
     */
    public static void load(CheckpointBlock network, SafetensorsFile file, NDManager manager) {
        Map<String, Weight> weights = network.namedWeights();
        requireSameNames(weights.keySet(), file);
        weights.forEach((name, weight) -> loadOne(name, weight, file, manager));
    }

    private static void requireSameNames(Set<String> expected, SafetensorsFile file) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(file.names());
        if (!missing.isEmpty()) {
            throw new CheckpointException(describe(file, "lacks", missing));
        }
        Set<String> unexpected = new TreeSet<>(file.names());
        unexpected.removeAll(expected);
        unexpected.removeIf(name -> IGNORED_SUFFIXES.stream().anyMatch(name::endsWith));
        if (!unexpected.isEmpty()) {
            throw new CheckpointException(describe(file, "has unexpected", unexpected));
        }
    }

    private static String describe(SafetensorsFile file, String problem, Set<String> names) {
        String first = names.iterator().next();
        String rest = names.size() == 1 ? "" : " and " + (names.size() - 1) + " more";
        return file.path() + " " + problem + " tensor '" + first + "'" + rest;
    }

    private static void loadOne(
            String name, Weight weight, SafetensorsFile file, NDManager manager) {
        if (!file.info(name)
                .shape()
                .equals(weight.shape().stream().map(pair -> pair.getKey()).toList())) {
            throw new CheckpointException(
                    "%s: tensor '%s' has shape %s, the network needs %s"
                            .formatted(file.path(), name, file.info(name).shape(), weight.shape()));
        }
        NDArray values = file.readFloat(name, manager);
        weight.load(values);
    }
}
