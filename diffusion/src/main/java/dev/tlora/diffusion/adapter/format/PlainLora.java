package dev.tlora.diffusion.adapter.format;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.adapter.AdaptedLayer;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.safetensors.TensorSource;
import dev.tlora.diffusion.safetensors.TensorType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * An adapter as a LoRA without mask, each factor made when it is written. Layers that subtract
 * their start have twice as many components.
 *
 * @param components of the adapter that are kept
 * @param type of the values
 */
record PlainLora(Adapter adapter, int components, TensorType type) {

    /** Rank of the LoRA. */
    int rank() {
        boolean joined = adapter.settings().method().subtractsStart();
        return joined ? 2 * components : components;
    }

    /** Both factors of every layer, under a format's names. */
    Map<String, TensorSource> tensors(TensorNaming naming) {
        Map<String, TensorSource> tensors = new TreeMap<>();
        adapter.layers()
                .forEach(
                        (path, layer) -> {
                            put(tensors, naming, path, TensorNaming.DOWN, down(layer));
                            put(tensors, naming, path, TensorNaming.UP, up(layer));
                        });
        return tensors;
    }

    private static void put(
            Map<String, TensorSource> tensors,
            TensorNaming naming,
            String path,
            String array,
            TensorSource values) {
        tensors.put(naming.nameOf(new TensorNaming.Place(path, array)), values);
    }

    private TensorSource down(AdaptedLayer layer) {
        long in = layer.inputFactor().getShape().get(1);
        return made(List.of((long) rank(), in), () -> layer.plainDown(components));
    }

    private TensorSource up(AdaptedLayer layer) {
        long out = layer.outputFactor().getShape().get(0);
        return made(List.of(out, (long) rank()), () -> layer.plainUp(components));
    }

    private TensorSource made(List<Long> shape, Supplier<NDArray> values) {
        return TensorSource.made(type, shape, values);
    }
}
