package dev.tlora.diffusion.vision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.checkpoint.CheckpointException;

/**
 * The sizes of a DINO image tower, as in the {@code config.json} of a transformers folder.
 *
 * @param hiddenSize channels of a token, and length of the image embedding
 * @param mlpSize channels inside the feed-forward networks
 * @param layers encoder layers
 * @param heads attention heads of each layer
 * @param imageSize pixels along each side of the network's square input
 * @param patchSize pixels along each side of a patch
 * @param epsilon of every layer norm
 */
public record DinoConfig(
        int hiddenSize,
        int mlpSize,
        int layers,
        int heads,
        int imageSize,
        int patchSize,
        double epsilon) {

    private static final String OWNER = "config.json of DINO";

    public DinoConfig {
        ConfigFields.requireDivisible(OWNER, hiddenSize, heads, imageSize, patchSize);
    }

    /**
     * Reads the configuration of a transformers {@code ViTModel}.
     *
     * @throws CheckpointException naming the field that does not fit
     */
    public static DinoConfig parse(JsonNode json) {
        ConfigFields fields = new ConfigFields(json, OWNER);
        require(fields, "model_type", "vit");
        require(fields, "hidden_act", "gelu");
        require(fields, "qkv_bias", "true");
        // Absent fields: the defaults of transformers' ViTConfig.
        return new DinoConfig(
                fields.positive("hidden_size", 768),
                fields.positive("intermediate_size", 3072),
                fields.positive("num_hidden_layers", 12),
                fields.positive("num_attention_heads", 12),
                fields.positive("image_size", 224),
                fields.positive("patch_size", 16),
                fields.epsilon("layer_norm_eps", 1e-12));
    }

    private static void require(ConfigFields fields, String field, String known) {
        String value = fields.text(field, known);
        if (!value.equals(known)) {
            throw fields.problem(field, "is " + value + ", known is " + known);
        }
    }

    /** Tokens of an image: its patches and the class token. */
    int tokens() {
        int side = imageSize / patchSize;
        return side * side + 1;
    }
}
