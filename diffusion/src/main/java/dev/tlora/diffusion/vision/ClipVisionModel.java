package dev.tlora.diffusion.vision;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.FrozenLinear;
import dev.tlora.diffusion.tensor.CheckpointBlock;

/**
 * CLIP's image tower with its projection, transformers' {@code CLIPVisionModelWithProjection}.
 *
 * <ul>
 *   <li>pixels: (B, 3, S, S), prepared by {@link ImagePreprocessor#clip}; result: (B, P)
 *   <li>keys: {@code vision_model.embeddings}, {@code vision_model.pre_layrnorm} (the published
 *       spelling), {@code vision_model.encoder.layers.N}, {@code vision_model.post_layernorm},
 *       {@code visual_projection.weight}
 * </ul>
 */
public final class ClipVisionModel extends CheckpointBlock {

    private final ClipVisionConfig config;
    private final ClipVisionTransformer visionModel;
    private final FrozenLinear visualProjection;

    public ClipVisionModel(ClipVisionConfig config) {
        this.config = config;
        visionModel = child("vision_model", new ClipVisionTransformer(config));
        visualProjection =
                child(
                        "visual_projection",
                        new FrozenLinear(config.hiddenSize(), config.projectionSize(), false));
    }

    public ClipVisionConfig config() {
        return config;
    }

    /** Embeds images; the embeddings, not normalised, belong to the manager of {@code pixels}. */
    public NDArray forward(NDArray pixels) {
        return scoped(() -> visualProjection.forward(visionModel.forward(pixels)), pixels);
    }
}
