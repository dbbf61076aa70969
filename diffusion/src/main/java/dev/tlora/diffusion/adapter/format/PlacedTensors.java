package dev.tlora.diffusion.adapter.format;

import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A file's tensors by the projection and the array that they are; none is left over. */
final class PlacedTensors {

    private final SafetensorsFile file;
    private final SortedMap<String, Map<String, String>> names = new TreeMap<>();

    /**
     * Sorts the tensors of an open file.
     *
     * @throws CheckpointException naming a tensor that is no adapter of an attention projection, or
     *     that is there twice
     */
    PlacedTensors(SafetensorsFile file, TensorNaming naming) {
        this.file = file;
        for (String name : file.names()) {
            TensorNaming.Place place = naming.parse(name).orElseThrow(() -> leftOver(name));
            String earlier =
                    names.computeIfAbsent(place.path(), path -> new TreeMap<>())
                            .put(place.array(), name);
            if (earlier != null) {
                throw new CheckpointException(
                        "%s has both '%s' and '%s' for one projection"
                                .formatted(file.path(), earlier, name));
            }
        }
    }

    private CheckpointException leftOver(String name) {
        return new CheckpointException(
                ("%s holds '%s', which adapts no attention projection of the U-Net; only adapters"
                                + " of to_q, to_k, to_v and to_out can be used here")
                        .formatted(file.path(), name));
    }

    SafetensorsFile file() {
        return file;
    }

    /** Tensor names by array, by path. */
    SortedMap<String, Map<String, String>> names() {
        return names;
    }

    /**
     * The tensor of an array.
     *
     * @throws CheckpointException when the projection lacks it, as half a file does
     */
    String required(String path, String array) {
        String name = names.get(path).get(array);
        if (name == null) {
            throw new CheckpointException(
                    "%s lacks %s of %s, but has '%s'"
                            .formatted(
                                    file.path(),
                                    array,
                                    path,
                                    names.get(path).values().iterator().next()));
        }
        return name;
    }
}
