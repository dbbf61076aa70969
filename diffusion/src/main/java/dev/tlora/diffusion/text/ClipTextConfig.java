package dev.tlora.diffusion.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.checkpoint.CheckpointException;

/**
 * The sizes of a CLIP text encoder, as in the {@code text_encoder/config.json} of a diffusers
 * folder.
 *
 * @param vocabularySize rows of the token table
 * @param positions longest text in tokens, 77 for CLIP
 * @param hiddenSize width of the hidden states
 * @param feedForwardSize width inside the feed-forward layers
 * @param layers transformer layers, at least 2 since SDXL uses the last but one
 * @param heads attention heads per layer
 * @param quickGelu whether the activation is OpenAI's x σ(1.702 x) rather than the exact GELU
 * @param endTokenId token whose position is pooled; 2 in old files, which means the largest id
 * @param projectionSize width of the projected pooled state; 0 where there is no projection
 */
public record ClipTextConfig(
        int vocabularySize,
        int positions,
        int hiddenSize,
        int feedForwardSize,
        int layers,
        int heads,
        boolean quickGelu,
        double epsilon,
        int endTokenId,
        int projectionSize) {

    /** {@code transformers} wrote it into every configuration before its 4.31. */
    private static final int LEGACY_END = 2;

    private static final String FIELD = "config.json of the text encoder: ";

    public ClipTextConfig {
        if (layers < 2) {
            throw new CheckpointException(
                    FIELD + "num_hidden_layers must be at least 2, is " + layers);
        }
        if (hiddenSize % heads != 0) {
            throw new CheckpointException(
                    "%shidden_size %d cannot be split into %d num_attention_heads"
                            .formatted(FIELD, hiddenSize, heads));
        }
    }

    /** Width of the pooled state: that of the projection where there is one. */
    public int pooledSize() {
        return projectionSize > 0 ? projectionSize : hiddenSize;
    }

    /**
     * Reads a transformers configuration of a {@code CLIPTextModel} or of a {@code
     * CLIPTextModelWithProjection}, or the text half of a {@code CLIPModel}.
     *
     * @throws CheckpointException naming the field that is missing or of no use
     */
    public static ClipTextConfig parse(JsonNode json) {
        boolean half = json.path("text_config").isObject();
        JsonNode text = half ? json.path("text_config") : json;
        return new ClipTextConfig(
                number(text, "vocab_size"),
                number(text, "max_position_embeddings"),
                number(text, "hidden_size"),
                number(text, "intermediate_size"),
                number(text, "num_hidden_layers"),
                number(text, "num_attention_heads"),
                isQuickGelu(text.path("hidden_act").asText("absent")),
                text.path("layer_norm_eps").asDouble(1e-5),
                text.path("eos_token_id").asInt(LEGACY_END),
                half || isProjected(json) ? number(json, "projection_dim") : 0);
    }

    private static boolean isProjected(JsonNode json) {
        String architecture = json.path("architectures").path(0).asText("absent");
        return switch (architecture) {
            case "CLIPTextModel" -> false;
            case "CLIPTextModelWithProjection" -> true;
            default ->
                    throw new CheckpointException(
                            "%sarchitectures is %s; known are CLIPTextModel and"
                                            .formatted(FIELD, architecture)
                                    + " CLIPTextModelWithProjection");
        };
    }

    private static boolean isQuickGelu(String activation) {
        return switch (activation) {
            case "quick_gelu" -> true;
            case "gelu" -> false;
            default ->
                    throw new CheckpointException(
                            "%shidden_act is %s; known are quick_gelu and gelu"
                                    .formatted(FIELD, activation));
        };
    }

    private static int number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isInt() || value.intValue() < 1) {
            throw new CheckpointException(
                    FIELD + field + " must be a positive number, is " + value);
        }
        return value.intValue();
    }

    /** Where a text ends: the first end token, or the first of the largest id in old files. */
    int endOf(int[] ids) {
        int end = 0;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == endTokenId && endTokenId != LEGACY_END) {
                return i;
            }
            end = ids[i] > ids[end] ? i : end;
        }
        return endTokenId == LEGACY_END ? end : 0;
    }
}
