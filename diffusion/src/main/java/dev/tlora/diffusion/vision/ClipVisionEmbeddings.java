package dev.tlora.diffusion.vision;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Embedding;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Weight;

/**
 * transformers' {@code CLIPVisionEmbeddings}: patches behind a class token, positions added.
 *
 * <ul>
 *   <li>pixels: (B, 3, S, S); result: (B, T, C)
 *   <li>keys: {@code class_embedding} (C), {@code patch_embedding.weight} (C, 3, patch, patch),
 *       {@code position_embedding.weight} (T, C)
 * </ul>
 */
final class ClipVisionEmbeddings extends CheckpointBlock {

    private static final int COLOURS = 3;

    private final Weight classEmbedding;
    private final Weight patchEmbedding;
    private final Embedding positionEmbedding;

    ClipVisionEmbeddings(ClipVisionConfig config) {
        long channels = config.hiddenSize();
        int patch = config.patchSize();
        classEmbedding = weight("class_embedding", channels);
        patchEmbedding = weight("patch_embedding.weight", channels, COLOURS, patch, patch);
        positionEmbedding = child("position_embedding", new Embedding(config.tokens(), channels));
    }

    NDArray forward(NDArray pixels) {
        NDArray patches = Kernel.PATCHES.call(pixels, patchEmbedding.array()); // (B, T - 1, C)
        return Kernel.CLASS_AND_POSITIONS.call(
                patches, classEmbedding.array(), positionEmbedding.table());
    }
}
