package dev.tlora.diffusion.concept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything about a concept that stays the same over a training run: {@code prepared.safetensors}.
 * The arrays belong to whoever made or loaded it.
 *
 * @param images at least one photo or picture
 * @param hidden hidden states of the training prompt, (1, 77, C)
 * @param pooled pooled embedding of the training prompt, (1, P)
 * @param scalingFactor what the VAE's latents are multiplied by before noise is added
 */
public record PreparedConcept(
        List<ConceptImage> images, NDArray hidden, NDArray pooled, double scalingFactor) {

    private static final String SCALING_FACTOR = "scaling_factor";
    private static final String HIDDEN = "prompt.hidden";
    private static final String POOLED = "prompt.pooled";

    public PreparedConcept {
        images = List.copyOf(images);
        if (images.isEmpty()) {
            throw new IllegalArgumentException("a concept needs at least one image");
        }
    }

    /** Writes the file; the stream stays open. */
    public void write(OutputStream out) throws IOException {
        Map<String, NDArray> tensors = new HashMap<>();
        tensors.put(HIDDEN, hidden);
        tensors.put(POOLED, pooled);
        for (int i = 0; i < images.size(); i++) {
            ConceptImage image = images.get(i);
            tensors.put(key(i, "mean"), image.mean());
            tensors.put(key(i, "log_variance"), image.logVariance());
            tensors.put(key(i, "mask"), image.mask());
            tensors.put(key(i, "time_ids"), image.timeIds());
        }
        SafetensorsWriter.write(
                out, tensors, Map.of(SCALING_FACTOR, String.valueOf(scalingFactor)));
    }

    /**
     * Reads the file; the arrays belong to {@code manager}.
     *
     * @throws CheckpointException naming what is missing
     */
    public static PreparedConcept read(Path path, NDManager manager) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            List<ConceptImage> images = new ArrayList<>();
            while (file.names().contains(key(images.size(), "mean"))) {
                int i = images.size();
                images.add(
                        new ConceptImage(
                                file.readFloat(key(i, "mean"), manager),
                                file.readFloat(key(i, "log_variance"), manager),
                                file.readFloat(key(i, "mask"), manager),
                                file.readFloat(key(i, "time_ids"), manager)));
            }
            return new PreparedConcept(
                    images,
                    file.readFloat(HIDDEN, manager),
                    file.readFloat(POOLED, manager),
                    Double.parseDouble(file.metadata().getOrDefault(SCALING_FACTOR, "absent")));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    path + " is not a prepared concept: " + e.getMessage(), e);
        }
    }

    private static String key(int image, String part) {
        return "image." + image + "." + part;
    }
}
