package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import dev.tlora.diffusion.unet.UNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Our own adapter format: float32 arrays by {@code <path>.<array>} and {@link AdapterMetadata}. */
public final class AdapterFile {

    private AdapterFile() {}

    /** Writes an adapter; the stream stays open. */
    public static void write(OutputStream out, Adapter adapter, AdapterMetadata metadata)
            throws IOException {
        SafetensorsWriter.write(out, adapter.tensors(), metadata.toStrings());
    }

    /**
     * Reads what a file says about itself.
     *
     * @throws CheckpointException when it is not an adapter file of ours
     */
    public static AdapterMetadata metadata(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            return AdapterMetadata.parse(path.toString(), file.metadata());
        }
    }

    /**
     * Loads an adapter for {@code unet}, without attaching it.
     *
     * @param baseModelHash of the loaded U-Net; the file must name the same
     * @throws CheckpointException when the file belongs to another base model, or lacks a tensor,
     *     or has one too many or of the wrong shape
     */
    public static Adapter read(Path path, UNet unet, String baseModelHash, NDManager parent) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            AdapterMetadata metadata = AdapterMetadata.parse(path.toString(), file.metadata());
            requireSameBase(path, metadata.baseModelHash(), baseModelHash);
            requireSameTensors(file, TensorShapes.of(metadata.settings(), unet));
            NDManager manager = parent.newSubManager();
            Map<String, NDArray> arrays = new HashMap<>();
            file.names().forEach(name -> arrays.put(name, file.readFloat(name, manager)));
            return new AdapterBuilder(metadata.settings(), manager).restore(unet, arrays);
        }
    }

    private static void requireSameBase(Path path, String trainedOn, String loaded) {
        if (!trainedOn.equals(loaded)) {
            throw new CheckpointException(
                    "%s was trained on a base model with hash %s, the loaded one has %s"
                            .formatted(path, shorten(trainedOn), shorten(loaded)));
        }
    }

    private static void requireSameTensors(SafetensorsFile file, Map<String, List<Long>> expected) {
        Set<String> differing = new TreeSet<>(expected.keySet());
        differing.removeAll(file.names());
        if (!differing.isEmpty()) {
            throw new CheckpointException(
                    "%s lacks tensor '%s' (and %d more)"
                            .formatted(
                                    file.path(),
                                    differing.iterator().next(),
                                    differing.size() - 1));
        }
        for (String name : file.names()) {
            List<Long> shape = file.info(name).shape();
            if (!shape.equals(expected.get(name))) {
                throw new CheckpointException(
                        "%s: tensor '%s' has shape %s, the network needs %s"
                                .formatted(
                                        file.path(),
                                        name,
                                        shape,
                                        expected.containsKey(name)
                                                ? expected.get(name)
                                                : "no such tensor"));
            }
        }
    }

    private static String shorten(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }
}
