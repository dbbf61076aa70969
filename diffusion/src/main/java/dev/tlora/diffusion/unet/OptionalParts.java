package dev.tlora.diffusion.unet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What diffusers' {@code UNet2DConditionModel} can do and SDXL does not: a configuration that turns
 * any of it on would otherwise load and compute something else.
 */
final class OptionalParts {

    /** Fields that must be absent, null or false. */
    private static final List<String> OFF =
            List.of(
                    "center_input_sample",
                    "class_embed_type",
                    "class_embeddings_concat",
                    "cross_attention_norm",
                    "dual_cross_attention",
                    "encoder_hid_dim",
                    "encoder_hid_dim_type",
                    "mid_block_only_cross_attention",
                    "num_attention_heads",
                    "num_class_embeds",
                    "only_cross_attention",
                    "resnet_skip_time_act",
                    "reverse_transformer_layers_per_block",
                    "time_cond_proj_dim",
                    "time_embedding_act_fn",
                    "time_embedding_dim",
                    "timestep_post_act");

    /** Fields that must be absent, null or have this value. */
    private static final Map<String, String> FIXED =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("act_fn", "silu"),
                            Map.entry("attention_type", "default"),
                            Map.entry("conv_in_kernel", "3"),
                            Map.entry("conv_out_kernel", "3"),
                            Map.entry("downsample_padding", "1"),
                            Map.entry("flip_sin_to_cos", "true"),
                            Map.entry("freq_shift", "0"),
                            Map.entry("mid_block_scale_factor", "1"),
                            Map.entry("mid_block_type", "UNetMidBlock2DCrossAttn"),
                            Map.entry("resnet_out_scale_factor", "1"),
                            Map.entry("resnet_time_scale_shift", "default"),
                            Map.entry("time_embedding_type", "positional")));

    private OptionalParts() {}

    /**
     * Refuses what is not implemented.
     *
     * @throws CheckpointException naming the field
     */
    static void refuse(JsonNode json) {
        for (String field : OFF) {
            JsonNode value = json.path(field);
            boolean off = value.isMissingNode() || value.isNull() || isFalse(value);
            require(off, field, value, "off");
        }
        FIXED.forEach(
                (field, only) -> {
                    JsonNode value = json.path(field);
                    boolean same = value.isMissingNode() || value.isNull() || is(value, only);
                    require(same, field, value, only);
                });
    }

    /** One {@code false} for all levels or one for each. */
    private static boolean isFalse(JsonNode value) {
        if (!value.isArray()) {
            return value.isBoolean() && !value.booleanValue();
        }
        for (JsonNode one : value) {
            if (!isFalse(one)) {
                return false;
            }
        }
        return true;
    }

    private static boolean is(JsonNode value, String only) {
        return value.isNumber()
                ? Double.toString(value.doubleValue())
                        .equals(Double.toString(Double.parseDouble(only)))
                : value.asText().equals(only);
    }

    private static void require(boolean condition, String field, JsonNode value, String only) {
        if (!condition) {
            throw new CheckpointException(
                    "config.json of the U-Net: %s is %s, supported is %s; SDXL has no other"
                            .formatted(field, value, only));
        }
    }
}
