package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The base that layers start from and subtract again, drawn anew from the seed instead of read from
 * a file. Uses all processors.
 */
final class SeededBase {

    /** The frozen arrays of a layer, in the order in which they are hashed. */
    private static final List<String> ARRAYS =
            List.of("base_q.weight", "base_p.weight", "base_lambda");

    private final AdapterSettings settings;

    SeededBase(AdapterSettings settings) {
        this.settings = settings;
    }

    /** Whether an adapter's base is, bit for bit, the one that its settings draw. */
    boolean isThatOf(Adapter adapter) {
        if (!settings.method().subtractsStart() || !settings.initialisation().isRandom()) {
            return false;
        }
        return adapter.layers().entrySet().parallelStream()
                .allMatch(layer -> isThatOf(layer.getKey(), layer.getValue()));
    }

    private boolean isThatOf(String path, AdaptedLayer layer) {
        Map<String, NDArray> frozen = layer.frozen();
        LayerShape shape =
                new LayerShape(
                        frozen.get("base_q.weight").getShape().get(1),
                        frozen.get("base_p.weight").getShape().get(0));
        try (NDManager scope = NDManager.newBaseManager()) {
            Map<String, NDArray> drawn = draw(path, shape, scope);
            return ARRAYS.stream()
                    .allMatch(
                            array ->
                                    Arrays.equals(
                                            drawn.get(array).toFloatArray(),
                                            frozen.get(array).toFloatArray()));
        }
    }

    /** Draws the base of all layers: arrays by {@code <path>.<array>} in {@code manager}. */
    Map<String, NDArray> draw(Map<String, LayerShape> layers, NDManager manager) {
        Map<String, NDArray> arrays = new ConcurrentHashMap<>();
        layers.entrySet().parallelStream()
                .forEach(
                        layer ->
                                draw(layer.getKey(), layer.getValue(), manager)
                                        .forEach(
                                                (array, values) ->
                                                        arrays.put(
                                                                layer.getKey() + "." + array,
                                                                values)));
        return arrays;
    }

    private Map<String, NDArray> draw(String path, LayerShape layer, NDManager manager) {
        OrthoLayer.Factors drawn =
                new StartingFactors(settings, manager)
                        .ofGaussian(
                                StartingFactors.keyOf(path),
                                Math.toIntExact(layer.in()),
                                Math.toIntExact(layer.out()));
        return Map.of(
                "base_q.weight", drawn.q(),
                "base_p.weight", drawn.p(),
                "base_lambda", drawn.lambda());
    }

    /** SHA-256 of a base, layers by path. */
    static String sha256(Map<String, NDArray> arrays) {
        SortedMap<String, NDArray> base = new TreeMap<>(arrays);
        base.keySet().removeIf(name -> ARRAYS.stream().noneMatch(one -> name.endsWith("." + one)));
        MessageDigest digest = newSha256();
        base.values().forEach(array -> update(digest, array));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, NDArray array) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(array.size() * Float.BYTES));
        bytes.asFloatBuffer().put(array.toFloatArray());
        digest.update(bytes);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
