package dev.tlora.diffusion.adapter.format;

import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.AdapterSettings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a kohya file says about itself; every value is a string. */
record KohyaMetadata(PlainLora lora, AdapterMetadata metadata, Optional<String> warning) {

    private static final String DEFAULT_RESOLUTION = "1024";

    /** The {@code ss_*} keys, which the content's hashes cover. */
    Map<String, String> training() {
        AdapterSettings settings = metadata.settings();
        String rank = String.valueOf(lora.rank());
        Map<String, String> strings = new TreeMap<>();
        strings.put("ss_v2", "False");
        strings.put("ss_base_model_version", "sdxl_base_v1-0");
        strings.put("ss_network_module", "networks.lora");
        strings.put("ss_network_dim", rank);
        strings.put("ss_network_alpha", rank);
        strings.put("ss_network_args", "{}");
        strings.put("ss_seed", String.valueOf(settings.seed()));
        strings.put("ss_output_name", title());
        strings.put(
                "ss_training_comment",
                "%s, rank %d. %s"
                        .formatted(
                                settings.method().wireName(),
                                settings.ranks().rank(),
                                warning.orElse("No rank is masked.")));
        copyNote("steps", "ss_steps", strings);
        copyNote("learning_rate", "ss_learning_rate", strings);
        copyNote("model", "ss_sd_model_name", strings);
        return strings;
    }

    private void copyNote(String note, String key, Map<String, String> strings) {
        String value = metadata.notes().get(note);
        if (value != null) {
            strings.put(key, value);
        }
    }

    /** The keys of Stability's modelspec, version 1.0.1. */
    Map<String, String> modelSpec(String contentHash) {
        String side = metadata.notes().getOrDefault("resolution", DEFAULT_RESOLUTION);
        Map<String, String> strings = new TreeMap<>();
        strings.put("modelspec.sai_model_spec", "1.0.1");
        strings.put("modelspec.architecture", "stable-diffusion-xl-v1-base/lora");
        strings.put(
                "modelspec.implementation", "https://github.com/Stability-AI/generative-models");
        strings.put("modelspec.title", title());
        strings.put("modelspec.resolution", side + "x" + side);
        strings.put("modelspec.prediction_type", "epsilon");
        strings.put("modelspec.hash_sha256", "0x" + contentHash);
        if (!metadata.token().isEmpty()) {
            strings.put("modelspec.trigger_phrase", trigger());
        }
        warning.ifPresent(words -> strings.put("modelspec.usage_hint", words));
        return strings;
    }

    private String title() {
        String concept = metadata.token().isEmpty() ? "adapter" : trigger();
        return metadata.notes().getOrDefault("run_id", concept);
    }

    private String trigger() {
        return metadata.token() + " " + metadata.className();
    }
}
