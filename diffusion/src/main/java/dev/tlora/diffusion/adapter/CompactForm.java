package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.safetensors.TensorSource;
import dev.tlora.diffusion.safetensors.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The small form of an adapter file: bfloat16, and of layers that subtract their start only what
 * training changed. Rounding is then relative to the change, and a layer that learned nothing
 * changes nothing.
 */
final class CompactForm {

    /** A trained array, the frozen one it started from, and what their difference is called. */
    private record Pair(String trained, String start, String change) {}

    private static final List<Pair> PAIRS =
            List.of(
                    new Pair("q_layer.weight", "base_q.weight", "q_change.weight"),
                    new Pair("p_layer.weight", "base_p.weight", "p_change.weight"),
                    new Pair("lambda_layer", "base_lambda", "lambda_change"));

    private CompactForm() {}

    /** What to write, by name; with the base in float32 unless it is left out. */
    static Map<String, TensorSource> tensors(Adapter adapter, boolean withBase) {
        Map<String, TensorSource> tensors = new TreeMap<>();
        adapter.layers().forEach((path, layer) -> add(tensors, path + ".", layer, withBase));
        return tensors;
    }

    private static void add(
            Map<String, TensorSource> tensors,
            String prefix,
            AdaptedLayer layer,
            boolean withBase) {
        Map<String, NDArray> frozen = layer.frozen();
        layer.trainable()
                .forEach(
                        (array, values) -> {
                            if (frozen.isEmpty()) {
                                tensors.put(
                                        prefix + array, TensorSource.of(TensorType.BF16, values));
                            } else {
                                Pair pair = pairOf(array);
                                tensors.put(
                                        prefix + pair.change(),
                                        change(values, frozen.get(pair.start())));
                            }
                        });
        if (withBase) {
            frozen.forEach((array, values) -> tensors.put(prefix + array, TensorSource.of(values)));
        }
    }

    private static TensorSource change(NDArray values, NDArray start) {
        List<Long> shape = Arrays.stream(values.getShape().getShape()).boxed().toList();
        // λ is a few numbers for each layer.
        TensorType type = shape.get(0) == 1 ? TensorType.F32 : TensorType.BF16;
        return TensorSource.made(type, shape, () -> values.sub(start));
    }

    private static Pair pairOf(String trained) {
        return PAIRS.stream()
                .filter(pair -> pair.trained().equals(trained))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no start of " + trained));
    }

    /** Shapes under the names of the arrays, given those of a file. */
    static Map<String, List<Long>> expand(Map<String, List<Long>> stored, boolean withBase) {
        Map<String, List<Long>> shapes = new TreeMap<>();
        stored.forEach((name, shape) -> shapes.put(trainedName(name), shape));
        if (!withBase) {
            stored.forEach(
                    (name, shape) -> {
                        if (!trainedName(name).equals(name)) {
                            shapes.put(startName(name), shape);
                        }
                    });
        }
        return shapes;
    }

    /** Turns changes back into trained arrays, given the file's arrays and the base. */
    static Map<String, NDArray> restore(Map<String, NDArray> stored, Map<String, NDArray> base) {
        Map<String, NDArray> arrays = new TreeMap<>(base);
        stored.forEach(
                (name, values) -> {
                    if (trainedName(name).equals(name)) {
                        arrays.put(name, values);
                    } else {
                        arrays.put(trainedName(name), base.get(startName(name)).add(values));
                        values.close();
                    }
                });
        return arrays;
    }

    /** The arrays of {@code stored} that are a base. */
    static Map<String, NDArray> baseOf(Map<String, NDArray> stored) {
        return stored.entrySet().stream()
                .filter(
                        entry ->
                                PAIRS.stream()
                                        .anyMatch(
                                                pair ->
                                                        entry.getKey()
                                                                .endsWith("." + pair.start())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String trainedName(String name) {
        return PAIRS.stream()
                .filter(pair -> name.endsWith("." + pair.change()))
                .findFirst()
                .map(pair -> replaceEnd(name, pair.change(), pair.trained()))
                .orElse(name);
    }

    private static String startName(String name) {
        return PAIRS.stream()
                .filter(pair -> name.endsWith("." + pair.change()))
                .findFirst()
                .map(pair -> replaceEnd(name, pair.change(), pair.start()))
                .orElse(name);
    }

    private static String replaceEnd(String name, String end, String replacement) {
        return name.substring(0, name.length() - end.length()) + replacement;
    }
}
