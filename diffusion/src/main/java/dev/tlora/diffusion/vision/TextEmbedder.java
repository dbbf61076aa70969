package dev.tlora.diffusion.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** CLIP's text tower, in the same space as {@link ClipVisionModel}'s embeddings. */
@FunctionalInterface
public interface TextEmbedder {

    /**
     * Embeds texts.
     *
     * @return (texts, P), not necessarily normalised, owned by {@code manager}
     */
    NDArray embed(List<String> texts, NDManager manager);

    /** Whether nothing of a text is cut off before it is embedded. */
    default boolean readsAll(String text) {
        return true;
    }
}
