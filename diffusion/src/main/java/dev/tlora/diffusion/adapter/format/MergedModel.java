package dev.tlora.diffusion.adapter.format;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.AdaptedLayer;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.checkpoint.StoredTensors;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import dev.tlora.diffusion.safetensors.TensorSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A copy of a model whose U-Net has an adapter's delta inside its weights, for tools that know no
 * adapters. Weights keep their stored type; each is merged in float32.
 */
public final class MergedModel {

    private static final String UNET = "unet";
    private static final String WEIGHTS = "diffusion_pytorch_model";

    private MergedModel() {}

    /**
     * Writes a whole diffusers folder. It appears whole or not at all.
     *
     * @param components of the adapter that become part of the weights
     * @param about strings for the metadata of the U-Net's file
     * @param target must not exist
     * @throws CheckpointException when the adapter does not fit the model's U-Net
     */
    public static void write(
            ModelFolder model,
            Adapter adapter,
            int components,
            Map<String, String> about,
            Path target)
            throws IOException {
        Path whole = target.toAbsolutePath();
        if (Files.exists(whole)) {
            throw new IOException(target + " exists already");
        }
        Path draft = whole.resolveSibling(whole.getFileName() + ".tmp-" + UUID.randomUUID());
        try {
            copyAllButWeights(model.path(), draft);
            Path weights = draft.resolve(UNET).resolve(WEIGHTS + ".safetensors");
            try (StoredTensors stored = model.unetTensors();
                    NDManager manager = NDManager.newBaseManager();
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(weights))) {
                SafetensorsWriter.writeAll(
                        out, tensors(stored, adapter, components, manager, model), about);
            }
            Files.move(draft, whole, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(draft);
        }
    }

    /**
     * Writes one checkpoint file under the names that SDXL was trained with: the whole model where
     * it is such a file itself, else its U-Net alone. The stream stays open.
     *
     * @param components of the adapter that become part of the weights
     * @param about strings for the metadata
     * @throws CheckpointException when the adapter does not fit the model's U-Net
     */
    public static void writeFile(
            ModelFolder model,
            Adapter adapter,
            int components,
            Map<String, String> about,
            OutputStream out)
            throws IOException {
        Optional<StoredTensors> whole = model.singleFileTensors();
        try (StoredTensors stored = model.unetTensors();
                NDManager manager = NDManager.newBaseManager()) {
            Map<String, TensorSource> placed = new TreeMap<>();
            whole.ifPresent(all -> all.names().forEach(name -> placed.put(name, all.source(name))));
            tensors(stored, adapter, components, manager, model)
                    .forEach((name, source) -> placed.put(model.nameInSingleFile(name), source));
            SafetensorsWriter.writeAll(out, placed, about);
        } finally {
            whole.ifPresent(StoredTensors::close);
        }
    }

    private static Map<String, TensorSource> tensors(
            StoredTensors stored,
            Adapter adapter,
            int components,
            NDManager manager,
            ModelFolder model) {
        Map<String, TensorSource> tensors = new TreeMap<>();
        stored.names().forEach(name -> tensors.put(name, stored.source(name)));
        adapter.layers()
                .forEach(
                        (path, layer) -> {
                            String name = path + ".weight";
                            TensorSource weight = tensors.get(name);
                            requireFit(path, layer, weight, model);
                            tensors.put(
                                    name,
                                    TensorSource.made(
                                            weight.type(),
                                            weight.shape(),
                                            () ->
                                                    merged(
                                                            stored.readFloat(name, manager),
                                                            layer,
                                                            components)));
                        });
        return tensors;
    }

    private static void requireFit(
            String path, AdaptedLayer layer, TensorSource weight, ModelFolder model) {
        List<Long> size =
                List.of(
                        layer.outputFactor().getShape().get(0),
                        layer.inputFactor().getShape().get(1));
        if (weight == null || !weight.shape().equals(size)) {
            throw new CheckpointException(
                    "the adapter has layer %s of %s, the U-Net of %s has %s"
                            .formatted(
                                    path,
                                    size,
                                    model.path(),
                                    weight == null ? "no such layer" : weight.shape()));
        }
    }

    private static NDArray merged(NDArray weight, AdaptedLayer layer, int components) {
        try (NDArray delta = layer.delta(components)) {
            return weight.addi(delta.toDevice(weight.getDevice(), false));
        }
    }

    private static void copyAllButWeights(Path from, Path to) throws IOException {
        Path unet = from.resolve(UNET);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                boolean isWeight =
                        file.getParent().equals(unet)
                                && file.getFileName().toString().startsWith(WEIGHTS);
                if (!isWeight) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
