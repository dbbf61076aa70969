package dev.tlora.diffusion.adapter.format;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Takes apart the plain LoRA of twice the rank that layers which subtract their start are exported
 * as. From {@code down} = [Q; Q − Q₀] and {@code up} = [Pλ − P₀λ₀, P₀λ₀] follow Q, Q₀, Pλ and P₀λ₀;
 * λ stays inside the outer factors. Masking then works as in the adapter that was exported.
 */
final class JoinedFactors {

    private JoinedFactors() {}

    /** Arrays by {@code <path>.<array>}, given {@code down.weight} and {@code up.weight}. */
    static Map<String, NDArray> split(
            Map<String, NDArray> joined,
            Set<String> paths,
            AdapterSettings settings,
            NDManager manager) {
        Map<String, NDArray> arrays = new HashMap<>();
        for (String path : paths) {
            NDArray down = joined.get(path + "." + TensorNaming.DOWN);
            NDArray up = joined.get(path + "." + TensorNaming.UP);
            split(path + ".", down, up, settings, arrays, manager);
            down.close();
            up.close();
        }
        return arrays;
    }

    private static void split(
            String prefix,
            NDArray down,
            NDArray up,
            AdapterSettings settings,
            Map<String, NDArray> arrays,
            NDManager manager) {
        int rank = settings.ranks().rank();
        NDIndex first = new NDIndex(":, :" + rank);
        NDIndex second = new NDIndex(":, " + rank + ":");
        try (NDManager scope = manager.newSubManager()) {
            scope.tempAttachAll(down, up);
            NDArray q = down.get(":" + rank);
            NDArray startP = up.get(second);
            put(arrays, prefix + "q_layer.weight", q, manager);
            put(arrays, prefix + "base_q.weight", q.sub(down.get(rank + ":")), manager);
            put(arrays, prefix + "p_layer.weight", up.get(first).add(startP), manager);
            put(arrays, prefix + "base_p.weight", startP, manager);
        }
        arrays.put(prefix + "base_lambda", manager.ones(new Shape(1, rank)));
        if (settings.method().trainsLambda()) {
            arrays.put(prefix + "lambda_layer", manager.ones(new Shape(1, rank)));
        }
    }

    private static void put(
            Map<String, NDArray> arrays, String name, NDArray array, NDManager manager) {
        NDArray own = Kernel.CONTIGUOUS.call(array);
        own.attach(manager);
        arrays.put(name, own);
    }
}
