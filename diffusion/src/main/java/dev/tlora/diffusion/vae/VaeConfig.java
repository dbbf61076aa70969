package dev.tlora.diffusion.vae;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.tensor.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of an auto-encoder, as in the {@code vae/config.json} of a diffusers folder.
 *
 * @param imageChannels colours of a pixel
 * @param latentChannels channels of the latents
 * @param channels channels per level, next to the pixels first
 * @param layersPerBlock resnets per encoder level; decoder levels have one more
 * @param groups groups of every group norm
 * @param scalingFactor what latents are multiplied by before noise is added to them
 * @param forceUpcast whether the weights overflow below float32, as those published with SDXL do
 */
public record VaeConfig(
        int imageChannels,
        int latentChannels,
        List<Integer> channels,
        int layersPerBlock,
        int groups,
        double scalingFactor,
        boolean forceUpcast) {

    private static final String FIELD = "config.json of the VAE: ";

    public VaeConfig {
        channels = List.copyOf(channels);
        if (channels.isEmpty()) {
            throw new CheckpointException(FIELD + "block_out_channels is empty");
        }
        if (!(scalingFactor > 0)) {
            throw new CheckpointException(
                    FIELD + "scaling_factor must be positive, is " + scalingFactor);
        }
        for (int width : channels) {
            if (width % groups != 0) {
                throw new CheckpointException(
                        "%s%d block_out_channels cannot be split into %d norm_num_groups"
                                .formatted(FIELD, width, groups));
            }
        }
    }

    /** Pixels per latent along each side: every level but the last halves. */
    public int downscale() {
        return 1 << (channels.size() - 1);
    }

    /** The precision to load in where the rest of the model has {@code wanted}. */
    public Precision effective(Precision wanted) {
        return forceUpcast ? Precision.FLOAT32 : wanted;
    }

    int deepest() {
        return channels.get(channels.size() - 1);
    }

    /**
     * Reads a diffusers configuration.
     *
     * @throws CheckpointException naming the field that makes it something else than SDXL's VAE
     */
    public static VaeConfig parse(JsonNode json) {
        String type = json.path("_class_name").asText("absent");
        if (!type.equals("AutoencoderKL")) {
            throw new CheckpointException(FIELD + "_class_name is " + type + ", not AutoencoderKL");
        }
        List<Integer> channels = channels(json.path("block_out_channels"));
        requireBlocks(json.path("down_block_types"), "DownEncoderBlock2D", channels.size());
        requireBlocks(json.path("up_block_types"), "UpDecoderBlock2D", channels.size());
        refuseShiftedLatents(json);
        return new VaeConfig(
                number(json, "in_channels"),
                number(json, "latent_channels"),
                channels,
                number(json, "layers_per_block"),
                number(json, "norm_num_groups"),
                scalingFactor(json),
                json.path("force_upcast").asBoolean(true));
    }

    private static List<Integer> channels(JsonNode json) {
        List<Integer> channels = new ArrayList<>();
        for (JsonNode one : json) {
            if (!one.isInt() || one.intValue() < 1) {
                throw new CheckpointException(
                        FIELD + "block_out_channels must be positive numbers, are " + json);
            }
            channels.add(one.intValue());
        }
        return channels;
    }

    private static void requireBlocks(JsonNode types, String known, int levels) {
        for (JsonNode type : types) {
            if (!type.asText().equals(known)) {
                throw new CheckpointException(
                        FIELD + "unknown block type " + type + "; known is " + known);
            }
        }
        if (types.size() != levels) {
            throw new CheckpointException(
                    "%sit needs %d blocks %s, has %d"
                            .formatted(FIELD, levels, known, types.size()));
        }
    }

    /** Later models shift their latents; SDXL only scales them. */
    private static void refuseShiftedLatents(JsonNode json) {
        for (String field : List.of("shift_factor", "latents_mean", "latents_std")) {
            if (json.hasNonNull(field)) {
                throw new CheckpointException(FIELD + field + " is set, which SDXL's VAE has not");
            }
        }
    }

    private static double scalingFactor(JsonNode json) {
        JsonNode value = json.path("scaling_factor");
        if (!value.isNumber()) {
            throw new CheckpointException(FIELD + "scaling_factor must be a number, is " + value);
        }
        return value.doubleValue();
    }

    private static int number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isInt() || value.intValue() < 1) {
            throw new CheckpointException(
                    FIELD + field + " must be a positive number, is " + value);
        }
        return value.intValue();
    }
}
