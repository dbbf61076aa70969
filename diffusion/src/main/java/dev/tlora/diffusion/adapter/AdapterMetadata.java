package dev.tlora.diffusion.adapter;

import dev.tlora.diffusion.checkpoint.CheckpointException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an adapter file says about itself in its safetensors metadata.
 *
 * @param baseModelHash SHA-256 of the U-Net weights it was trained on; empty when the file does not
 *     say so
 * @param token the word that names the concept
 * @param className the noun that the token stands before
 * @param notes anything else worth knowing, e.g. {@code run_id} or {@code score_dino}
 */
public record AdapterMetadata(
        AdapterSettings settings,
        String baseModelHash,
        String token,
        String className,
        Map<String, String> notes) {

    /** Before each key in files of other formats. */
    public static final String FOREIGN_PREFIX = "tlora.";

    static final String FORMAT_KEY = "format";
    static final String FORMAT = "tlora.v1";

    /** Keys about the file rather than the adapter, with those below. */
    static final String STORAGE = "storage";

    static final String BASE_SHA256 = "base_sha256";

    private static final Set<String> OWN_KEYS =
            Set.of(
                    FORMAT_KEY,
                    STORAGE,
                    BASE_SHA256,
                    "method",
                    "rank",
                    "min_rank",
                    "rank_exponent",
                    "train_timesteps",
                    "init",
                    "seed",
                    "base_model_sha256",
                    "token",
                    "class_name");

    public AdapterMetadata {
        notes = Map.copyOf(notes);
    }

    public AdapterMetadata(
            AdapterSettings settings, String baseModelHash, String token, String className) {
        this(settings, baseModelHash, token, className, Map.of());
    }

    /** The same about an adapter with other settings. */
    public AdapterMetadata with(AdapterSettings other) {
        return new AdapterMetadata(other, baseModelHash, token, className, notes);
    }

    /** The same with more notes, which take the place of earlier ones of the same name. */
    public AdapterMetadata withNotes(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(notes);
        all.putAll(more);
        return new AdapterMetadata(settings, baseModelHash, token, className, all);
    }

    /** As strings for {@code __metadata__}, each key after {@code prefix}. */
    public Map<String, String> toStrings(String prefix) {
        Map<String, String> strings = new TreeMap<>();
        notes.forEach((key, value) -> strings.put(prefix + key, value));
        strings.put(prefix + FORMAT_KEY, FORMAT);
        strings.put(prefix + "method", settings.method().wireName());
        strings.put(prefix + "rank", String.valueOf(settings.ranks().rank()));
        strings.put(prefix + "min_rank", String.valueOf(settings.ranks().minRank()));
        strings.put(prefix + "rank_exponent", String.valueOf(settings.ranks().exponent()));
        strings.put(prefix + "train_timesteps", String.valueOf(RankSchedule.TRAIN_TIMESTEPS));
        strings.put(prefix + "init", settings.initialisation().wireName());
        strings.put(prefix + "seed", String.valueOf(settings.seed()));
        strings.put(prefix + "base_model_sha256", baseModelHash);
        strings.put(prefix + "token", token);
        strings.put(prefix + "class_name", className);
        return strings;
    }

    Map<String, String> toStrings() {
        return toStrings("");
    }

    /**
     * What a file of another format keeps about an adapter of ours; empty when it keeps nothing.
     *
     * @throws CheckpointException when it contradicts itself
     */
    public static Optional<AdapterMetadata> parseForeign(String file, Map<String, String> strings) {
        return FORMAT.equals(strings.get(FOREIGN_PREFIX + FORMAT_KEY))
                ? Optional.of(parse(file, strings, FOREIGN_PREFIX))
                : Optional.empty();
    }

    static AdapterMetadata parse(String file, Map<String, String> strings) {
        if (!FORMAT.equals(strings.get(FORMAT_KEY))) {
            throw new CheckpointException(
                    "%s is not an adapter of this project: its metadata has no format %s"
                            .formatted(file, FORMAT));
        }
        return parse(file, strings, "");
    }

    private static AdapterMetadata parse(String file, Map<String, String> strings, String prefix) {
        try {
            RankSchedule ranks =
                    new RankSchedule(
                            Integer.parseInt(required(strings, prefix + "rank")),
                            Integer.parseInt(required(strings, prefix + "min_rank")),
                            Double.parseDouble(required(strings, prefix + "rank_exponent")));
            return new AdapterMetadata(
                    new AdapterSettings(
                            AdapterMethod.of(required(strings, prefix + "method")),
                            ranks,
                            Initialisation.of(required(strings, prefix + "init")),
                            Long.parseLong(required(strings, prefix + "seed"))),
                    required(strings, prefix + "base_model_sha256"),
                    required(strings, prefix + "token"),
                    required(strings, prefix + "class_name"),
                    notes(strings, prefix));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file + ": metadata: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> notes(Map<String, String> strings, String prefix) {
        Map<String, String> notes = new TreeMap<>();
        strings.forEach(
                (key, value) -> {
                    String own = key.startsWith(prefix) ? key.substring(prefix.length()) : "";
                    if (!own.isEmpty() && !OWN_KEYS.contains(own)) {
                        notes.put(own, value);
                    }
                });
        return notes;
    }

    private static String required(Map<String, String> strings, String key) {
        String value = strings.get(key);
        if (value == null) {
            throw new IllegalArgumentException("'" + key + "' is missing");
        }
        return value;
    }
}
