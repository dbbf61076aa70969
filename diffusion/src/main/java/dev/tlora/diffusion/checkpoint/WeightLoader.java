package dev.tlora.diffusion.checkpoint;

import static java.util.stream.Collectors.partitioningBy;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Precision;
import dev.tlora.diffusion.tensor.Weight;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fills a network from safetensors files, strictly: every weight of the network must be in the
 * files and every tensor of the files must be a weight of the network, in the same shape. Names and
 * shapes are checked before the first value is read. Values are converted one tensor at a time.
 */
public final class WeightLoader {

    /** Non-trained buffers that older exports carry along. */
    private static final List<String> IGNORED_SUFFIXES = List.of("position_ids");

    private WeightLoader() {}

    /**
     * Loads all weights below {@code network} in float32.
     *
     * @param manager owner of the loaded arrays; keep it open as long as the network
     * @throws CheckpointException naming file and tensor when a key is missing, unexpected or
     *     wrongly shaped
     */
    public static void load(CheckpointBlock network, SafetensorsFile file, NDManager manager) {
        load(network, OpenWeights.of(file), manager);
    }

    static void load(CheckpointBlock network, OpenWeights source, NDManager manager) {
        load(network.namedWeights(), source, Precision.FLOAT32, manager);
    }

    static void load(
            Map<String, Weight> weights,
            OpenWeights source,
            Precision precision,
            NDManager manager) {
        requireFit(weights, source);
        // Apart, since arrays that are read together are freed together.
        Map<Boolean, List<String>> byPackable =
                weights.keySet().stream()
                        .collect(partitioningBy(name -> weights.get(name).isPackable()));
        byPackable
                .values()
                .forEach(
                        names ->
                                source.read(
                                        names,
                                        precision,
                                        manager,
                                        (name, values) -> weights.get(name).load(values)));
    }

    /** Compares names and shapes alone. */
    static void requireFit(Map<String, Weight> weights, OpenWeights source) {
        requireSameNames(weights.keySet(), source);
        weights.forEach((name, weight) -> requireSameShape(weight, source.get(name)));
    }

    private static void requireSameNames(Set<String> expected, OpenWeights source) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(source.names());
        if (!missing.isEmpty()) {
            Set<String> inFile = new TreeSet<>();
            missing.forEach(name -> inFile.add(source.nameInFile(name)));
            throw new CheckpointException(describe(source, "lacks", inFile));
        }
        Set<String> unexpected = new TreeSet<>(source.names());
        unexpected.removeAll(expected);
        unexpected.removeIf(name -> IGNORED_SUFFIXES.stream().anyMatch(name::endsWith));
        if (!unexpected.isEmpty()) {
            throw new CheckpointException(describe(source, "has unexpected", unexpected));
        }
    }

    private static String describe(OpenWeights source, String problem, Set<String> names) {
        String first = names.iterator().next();
        String rest = names.size() == 1 ? "" : " and " + (names.size() - 1) + " more";
        return source.origin() + " " + problem + " tensor '" + first + "'" + rest;
    }

    private static void requireSameShape(Weight weight, OpenWeights.Stored stored) {
        long[] found = stored.shape().stream().mapToLong(Long::longValue).toArray();
        if (!Arrays.equals(found, weight.shape().getShape())) {
            throw new CheckpointException(
                    "%s: tensor '%s' has shape %s, the network needs %s"
                            .formatted(
                                    stored.file().path(),
                                    stored.name(),
                                    stored.file().info(stored.name()).shape(),
                                    weight.shape()));
        }
    }
}
