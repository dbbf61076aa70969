package dev.tlora.diffusion.vision;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.LayerNorm;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * transformers' {@code CLIPVisionTransformer}.
 *
 * <ul>
 *   <li>pixels: (B, 3, S, S); result: (B, C), the normalised class token
 *   <li>keys: {@code embeddings pre_layrnorm encoder.layers.N post_layernorm}
 * </ul>
 */
final class ClipVisionTransformer extends CheckpointBlock {

    private final ClipVisionEmbeddings embeddings;
    private final LayerNorm preLayerNorm;
    private final List<ClipEncoderLayer> layers = new ArrayList<>();
    private final LayerNorm postLayerNorm;

    ClipVisionTransformer(ClipVisionConfig config) {
        embeddings = child("embeddings", new ClipVisionEmbeddings(config));
        preLayerNorm = child("pre_layrnorm", new LayerNorm(config.hiddenSize(), config.epsilon()));
        for (int i = 0; i < config.layers(); i++) {
            layers.add(child("encoder.layers." + i, new ClipEncoderLayer(config)));
        }
        postLayerNorm =
                child("post_layernorm", new LayerNorm(config.hiddenSize(), config.epsilon()));
    }

    NDArray forward(NDArray pixels) {
        NDArray hidden = preLayerNorm.forward(embeddings.forward(pixels));
        for (ClipEncoderLayer layer : layers) {
            hidden = layer.forward(hidden);
        }
        return postLayerNorm.forward(hidden.get(":, 0"));
    }
}
