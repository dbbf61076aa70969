package dev.tlora.diffusion.vision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * The sizes of CLIP's image tower, as in the {@code config.json} of a transformers folder.
 *
 * @param hiddenSize channels of a token
 * @param mlpSize channels inside the feed-forward networks
 * @param layers encoder layers
 * @param heads attention heads of each layer
 * @param imageSize pixels along each side of the network's square input
 * @param patchSize pixels along each side of a patch
 * @param projectionSize length of the image embedding
 * @param activation {@link Kernel#QUICK_GELU} as OpenAI trained it or {@link Kernel#GELU}
 * @param epsilon of every layer norm
 */
public record ClipVisionConfig(
        int hiddenSize,
        int mlpSize,
        int layers,
        int heads,
        int imageSize,
        int patchSize,
        int projectionSize,
        Kernel activation,
        double epsilon) {

    private static final String OWNER = "config.json of CLIP's image tower";

    public ClipVisionConfig {
        ConfigFields.requireDivisible(OWNER, hiddenSize, heads, imageSize, patchSize);
    }

    /**
     * Reads the configuration of a whole CLIP model or of its image tower alone.
     *
     * @throws CheckpointException naming the field that does not fit
     */
    public static ClipVisionConfig parse(JsonNode json) {
        boolean whole = json.has("vision_config");
        requireType(json, whole ? "clip" : "clip_vision_model");
        ConfigFields model = new ConfigFields(json, OWNER);
        ConfigFields tower = whole ? new ConfigFields(json.path("vision_config"), OWNER) : model;
        // Absent fields: the defaults of transformers' CLIPVisionConfig.
        return new ClipVisionConfig(
                tower.positive("hidden_size", 768),
                tower.positive("intermediate_size", 3072),
                tower.positive("num_hidden_layers", 12),
                tower.positive("num_attention_heads", 12),
                tower.positive("image_size", 224),
                tower.positive("patch_size", 32),
                model.positive("projection_dim", 512),
                activation(tower),
                tower.epsilon("layer_norm_eps", 1e-5));
    }

    private static void requireType(JsonNode json, String expected) {
        String type = json.path("model_type").asText(expected);
        if (!type.equals(expected)) {
            throw new CheckpointException(
                    OWNER + ": model_type is " + type + ", not clip or clip_vision_model");
        }
    }

    private static Kernel activation(ConfigFields tower) {
        String name = tower.text("hidden_act", "quick_gelu");
        return switch (name) {
            case "quick_gelu" -> Kernel.QUICK_GELU;
            case "gelu" -> Kernel.GELU;
            default ->
                    throw tower.problem(
                            "hidden_act", "is " + name + "; known are quick_gelu and gelu");
        };
    }

    /** Tokens of an image: its patches and the class token. */
    int tokens() {
        int side = imageSize / patchSize;
        return side * side + 1;
    }
}
