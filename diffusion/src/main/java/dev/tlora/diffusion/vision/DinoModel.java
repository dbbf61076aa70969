package dev.tlora.diffusion.vision;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.LayerNorm;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * DINO's vision transformer, transformers' {@code ViTModel} without its pooler, which DINO was
 * never trained with.
 *
 * <ul>
 *   <li>pixels: (B, 3, S, S), prepared by {@link ImagePreprocessor#dino}; result: (B, C), the
 *       normalised class token
 *   <li>keys: {@code embeddings encoder.layer.N layernorm}
 * </ul>
 */
public final class DinoModel extends CheckpointBlock {

    private final DinoConfig config;
    private final VitEmbeddings embeddings;
    private final List<VitLayer> layers = new ArrayList<>();
    private final LayerNorm layerNorm;

    public DinoModel(DinoConfig config) {
        this.config = config;
        embeddings = child("embeddings", new VitEmbeddings(config));
        for (int i = 0; i < config.layers(); i++) {
            layers.add(child("encoder.layer." + i, new VitLayer(config)));
        }
        layerNorm = child("layernorm", new LayerNorm(config.hiddenSize(), config.epsilon()));
    }

    public DinoConfig config() {
        return config;
    }

    /** Embeds images; the embeddings, not normalised, belong to the manager of {@code pixels}. */
    public NDArray forward(NDArray pixels) {
        return scoped(() -> embed(pixels), pixels);
    }

    /**
     * How much the class token of the last layer attends to each patch, averaged over heads; (B, T
     * - 1), owned by the manager of {@code pixels}. Rows sum to less than one: the class token's
     * attention to itself is left out.
     */
    public NDArray attention(NDArray pixels) {
        return scoped(
                () -> {
                    int last = layers.size() - 1;
                    NDArray hidden = through(layers.subList(0, last), pixels);
                    return layers.get(last).classAttention(hidden);
                },
                pixels);
    }

    private NDArray embed(NDArray pixels) {
        return layerNorm.forward(through(layers, pixels).get(":, 0"));
    }

    private NDArray through(List<VitLayer> some, NDArray pixels) {
        NDArray hidden = embeddings.forward(pixels);
        for (VitLayer layer : some) {
            hidden = layer.forward(hidden);
        }
        return hidden;
    }
}
