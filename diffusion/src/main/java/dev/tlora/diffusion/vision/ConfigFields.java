package dev.tlora.diffusion.vision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.checkpoint.CheckpointException;

/**
 * The fields of one configuration. Files leave out what equals the default of the transformers
 * class, so every field comes with that default.
 *
 * @param owner what error messages call the configuration
 */
record ConfigFields(JsonNode json, String owner) {

    int positive(String field, int absent) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isInt() || value.intValue() < 1) {
            throw problem(field, "must be a positive number, is " + value);
        }
        return value.intValue();
    }

    double epsilon(String field, double absent) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isNumber() || value.doubleValue() <= 0) {
            throw problem(field, "must be a positive number, is " + value);
        }
        return value.doubleValue();
    }

    String text(String field, String absent) {
        return json.path(field).asText(absent);
    }

    CheckpointException problem(String field, String what) {
        return new CheckpointException(owner + ": " + field + " " + what);
    }

    /** Refuses widths that heads, and image sides that patches, do not divide. */
    static void requireDivisible(String owner, int width, int heads, int image, int patch) {
        if (width % heads != 0) {
            throw new CheckpointException(
                    "%s: hidden_size %d cannot be split into %d num_attention_heads"
                            .formatted(owner, width, heads));
        }
        if (image % patch != 0) {
            throw new CheckpointException(
                    "%s: image_size %d cannot be split into patches of patch_size %d"
                            .formatted(owner, image, patch));
        }
    }
}
