package dev.tlora.diffusion.adapter.format;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.AdaptedLayer;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import dev.tlora.diffusion.safetensors.TensorSource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The reference's own files: float32, base copies included. The reference keeps the mask's
 * parameters beside the file; here they are in its metadata.
 */
final class ReferenceFile {

    private static final String LAMBDA = "lambda_layer";
    private static final String START_OF_LAMBDA = "base_lambda";

    private ReferenceFile() {}

    static void write(OutputStream out, Adapter adapter, AdapterMetadata metadata)
            throws IOException {
        TensorNaming naming = new ReferenceNaming();
        Map<String, TensorSource> tensors = new TreeMap<>();
        adapter.layers()
                .forEach(
                        (path, layer) ->
                                arrays(layer)
                                        .forEach(
                                                (array, values) ->
                                                        tensors.put(
                                                                naming.nameOf(
                                                                        new TensorNaming.Place(
                                                                                path, array)),
                                                                TensorSource.of(values))));
        Map<String, String> strings = metadata.toStrings(AdapterMetadata.FOREIGN_PREFIX);
        strings.put("format", "pt");
        SafetensorsWriter.writeAll(out, tensors, strings);
    }

    /** PiSSA's λ is not trained, but the reference's layer has one. */
    private static Map<String, NDArray> arrays(AdaptedLayer layer) {
        Map<String, NDArray> arrays = new HashMap<>(layer.frozen());
        if (arrays.containsKey(START_OF_LAMBDA)) {
            arrays.put(LAMBDA, arrays.get(START_OF_LAMBDA));
        }
        arrays.putAll(layer.trainable());
        return arrays;
    }

    /** Arrays by {@code <path>.<array>}. */
    static Map<String, NDArray> read(
            PlacedTensors tensors, AdapterMethod method, NDManager manager) {
        Map<String, NDArray> arrays = new HashMap<>();
        tensors.names()
                .forEach(
                        (path, names) ->
                                names.forEach(
                                        (array, name) -> {
                                            if (!array.equals(LAMBDA) || method.trainsLambda()) {
                                                arrays.put(
                                                        path + "." + array,
                                                        tensors.file().readFloat(name, manager));
                                            }
                                        }));
        return arrays;
    }
}
