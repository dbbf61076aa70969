package dev.tlora.diffusion.adapter;

import dev.tlora.diffusion.checkpoint.CheckpointException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an adapter file says about itself in its safetensors metadata.
 *
 * @param baseModelHash SHA-256 of the U-Net weights it was trained on
 * @param token the word that names the concept
 * @param className the noun that the token stands before
 */
public record AdapterMetadata(
        AdapterSettings settings, String baseModelHash, String token, String className) {

    private static final String FORMAT = "tlora.v1";

    Map<String, String> toStrings() {
        Map<String, String> strings = new TreeMap<>();
        strings.put("format", FORMAT);
        strings.put("method", settings.method().wireName());
        strings.put("rank", String.valueOf(settings.ranks().rank()));
        strings.put("min_rank", String.valueOf(settings.ranks().minRank()));
        strings.put("rank_exponent", String.valueOf(settings.ranks().exponent()));
        strings.put("train_timesteps", String.valueOf(RankSchedule.TRAIN_TIMESTEPS));
        strings.put("init", settings.initialisation().wireName());
        strings.put("seed", String.valueOf(settings.seed()));
        strings.put("base_model_sha256", baseModelHash);
        strings.put("token", token);
        strings.put("class_name", className);
        return strings;
    }

    static AdapterMetadata parse(String file, Map<String, String> strings) {
        if (!FORMAT.equals(strings.get("format"))) {
            throw new CheckpointException(
                    "%s is not an adapter of this project: its metadata has no format %s"
                            .formatted(file, FORMAT));
        }
        try {
            RankSchedule ranks =
                    new RankSchedule(
                            Integer.parseInt(required(strings, "rank")),
                            Integer.parseInt(required(strings, "min_rank")),
                            Double.parseDouble(required(strings, "rank_exponent")));
            return new AdapterMetadata(
                    new AdapterSettings(
                            AdapterMethod.of(required(strings, "method")),
                            ranks,
                            Initialisation.of(required(strings, "init")),
                            Long.parseLong(required(strings, "seed"))),
                    required(strings, "base_model_sha256"),
                    required(strings, "token"),
                    required(strings, "class_name"));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file + ": metadata: " + e.getMessage(), e);
        }
    }

    private static String required(Map<String, String> strings, String key) {
        String value = strings.get(key);
        if (value == null) {
            throw new IllegalArgumentException("'" + key + "' is missing");
        }
        return value;
    }
}
