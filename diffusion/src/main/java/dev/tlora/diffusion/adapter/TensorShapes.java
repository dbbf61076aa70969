package dev.tlora.diffusion.adapter;

import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.unet.UNet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The shapes an adapter's tensors must have for a network. */
final class TensorShapes {

    private TensorShapes() {}

    static Map<String, List<Long>> of(AdapterSettings settings, UNet unet) {
        Map<String, List<Long>> shapes = new TreeMap<>();
        unet.adaptedProjections()
                .forEach((path, linear) -> addLayer(shapes, path + ".", linear, settings));
        return shapes;
    }

    private static void addLayer(
            Map<String, List<Long>> shapes,
            String prefix,
            Linear linear,
            AdapterSettings settings) {
        long rank = settings.ranks().rank();
        List<Long> in = List.of(rank, linear.in());
        List<Long> out = List.of(linear.out(), rank);
        List<Long> lambda = List.of(1L, rank);
        if (!settings.method().subtractsStart()) {
            shapes.put(prefix + "down.weight", in);
            shapes.put(prefix + "up.weight", out);
            return;
        }
        shapes.put(prefix + "q_layer.weight", in);
        shapes.put(prefix + "p_layer.weight", out);
        shapes.put(prefix + "base_q.weight", in);
        shapes.put(prefix + "base_p.weight", out);
        shapes.put(prefix + "base_lambda", lambda);
        if (settings.method() != AdapterMethod.PISSA) {
            shapes.put(prefix + "lambda_layer", lambda);
        }
    }
}
