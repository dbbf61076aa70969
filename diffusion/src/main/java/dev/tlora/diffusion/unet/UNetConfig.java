package dev.tlora.diffusion.unet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The sizes of a U-Net, as in the {@code unet/config.json} of a diffusers folder.
 *
 * @param sampleSize native height and width of the latents
 * @param channels channels per level, shallow to deep
 * @param attention whether a level has transformers, shallow to deep
 * @param layersPerBlock resnets per down block; up blocks have one more
 * @param transformerLayers transformer blocks per attention, shallow to deep
 * @param heads attention heads per level ({@code attention_head_dim}, diffusers' misnomer)
 * @param hiddenSize width of the prompt's hidden states
 * @param timeIdSize width of the sinusoid of each time id
 * @param pooledSize width of the pooled prompt plus that of all time-id sinusoids
 */
public record UNetConfig(
        int inChannels,
        int outChannels,
        int sampleSize,
        List<Integer> channels,
        List<Boolean> attention,
        int layersPerBlock,
        List<Integer> transformerLayers,
        List<Integer> heads,
        int hiddenSize,
        int timeIdSize,
        int pooledSize,
        int groups,
        double epsilon) {

    private static final Set<String> DOWN = Set.of("DownBlock2D", "CrossAttnDownBlock2D");
    private static final Set<String> UP = Set.of("UpBlock2D", "CrossAttnUpBlock2D");
    private static final String FIELD = "config.json of the U-Net: ";

    public UNetConfig {
        channels = List.copyOf(channels);
        attention = List.copyOf(attention);
        transformerLayers = List.copyOf(transformerLayers);
        heads = List.copyOf(heads);
        int levels = channels.size();
        if (levels < 2
                || attention.size() != levels
                || transformerLayers.size() != levels
                || heads.size() != levels) {
            throw new CheckpointException(FIELD + "the levels differ between its lists");
        }
    }

    public int levels() {
        return channels.size();
    }

    /** Width of the time embedding: four times the shallowest level. */
    public int timeEmbedSize() {
        return channels.get(0) * 4;
    }

    /**
     * Reads a diffusers configuration.
     *
     * @throws CheckpointException naming the field that makes it something else than an SDXL U-Net
     */
    public static UNetConfig parse(JsonNode json) {
        require(json, "addition_embed_type", "text_time", "it is not an SDXL U-Net");
        require(json, "_class_name", "UNet2DConditionModel", "it is not a U-Net");
        if (!json.path("use_linear_projection").asBoolean(false)) {
            throw new CheckpointException(FIELD + "use_linear_projection must be true for SDXL");
        }
        OptionalParts.refuse(json);
        List<Boolean> attention = attention(json.path("down_block_types"), DOWN);
        List<Boolean> mirrored = new ArrayList<>(attention(json.path("up_block_types"), UP));
        Collections.reverse(mirrored);
        if (!attention.equals(mirrored)) {
            throw new CheckpointException(FIELD + "up_block_types do not mirror down_block_types");
        }
        int levels = attention.size();
        return new UNetConfig(
                number(json, "in_channels"),
                number(json, "out_channels"),
                number(json, "sample_size"),
                perLevel(json, "block_out_channels", levels),
                attention,
                number(json, "layers_per_block"),
                perLevel(json, "transformer_layers_per_block", levels),
                perLevel(json, "attention_head_dim", levels),
                number(json, "cross_attention_dim"),
                number(json, "addition_time_embed_dim"),
                number(json, "projection_class_embeddings_input_dim"),
                number(json, "norm_num_groups"),
                json.path("norm_eps").asDouble(1e-5));
    }

    private static void require(JsonNode json, String field, String expected, String otherwise) {
        String found = json.path(field).asText("absent");
        if (!found.equals(expected)) {
            throw new CheckpointException(
                    "%s%s is %s, not %s: %s; give the folder of an SDXL model"
                            .formatted(FIELD, field, found, expected, otherwise));
        }
    }

    private static List<Boolean> attention(JsonNode types, Set<String> known) {
        List<Boolean> attention = new ArrayList<>();
        for (JsonNode type : types) {
            if (!known.contains(type.asText())) {
                throw new CheckpointException(
                        FIELD + "unknown block type " + type + "; known are " + known);
            }
            attention.add(type.asText().startsWith("CrossAttn"));
        }
        return attention;
    }

    private static int number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isInt() || value.intValue() < 1) {
            throw new CheckpointException(
                    FIELD + field + " must be a positive number, is " + value);
        }
        return value.intValue();
    }

    private static List<Integer> perLevel(JsonNode json, String field, int levels) {
        JsonNode value = json.path(field);
        List<Integer> numbers = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            JsonNode one = value.isArray() ? value.path(level) : value;
            if (!one.isInt() || one.intValue() < 1) {
                throw new CheckpointException(FIELD + field + " needs " + levels + " numbers");
            }
            numbers.add(one.intValue());
        }
        return numbers;
    }
}
