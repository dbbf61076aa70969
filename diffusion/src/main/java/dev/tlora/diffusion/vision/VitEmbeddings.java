package dev.tlora.diffusion.vision;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Weight;

/**
 * transformers' {@code ViTEmbeddings}: patches behind a class token, positions added.
 *
 * <ul>
 *   <li>pixels: (B, 3, S, S); result: (B, T, C)
 *   <li>keys: {@code cls_token} (1, 1, C), {@code position_embeddings} (1, T, C), {@code
 *       patch_embeddings.projection.weight} (C, 3, patch, patch), {@code
 *       patch_embeddings.projection.bias} (C)
 * </ul>
 */
final class VitEmbeddings extends CheckpointBlock {

    private static final int COLOURS = 3;

    private final Weight classToken;
    private final Weight positions;
    private final Weight patchWeight;
    private final Weight patchBias;

    VitEmbeddings(DinoConfig config) {
        long channels = config.hiddenSize();
        int patch = config.patchSize();
        classToken = weight("cls_token", 1, 1, channels);
        positions = weight("position_embeddings", 1, config.tokens(), channels);
        patchWeight = weight("patch_embeddings.projection.weight", channels, COLOURS, patch, patch);
        patchBias = weight("patch_embeddings.projection.bias", channels);
    }

    NDArray forward(NDArray pixels) {
        NDArray patches =
                Kernel.PATCHES
                        .call(pixels, patchWeight.array())
                        .add(patchBias.array()); // (B, T-1, C)
        return Kernel.CLASS_AND_POSITIONS.call(patches, classToken.array(), positions.array());
    }
}
