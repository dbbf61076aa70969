package dev.tlora.diffusion.adapter.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import java.util.Map;

/**
 * The factor alpha / r of each layer of a diffusers file, from the LoraConfig that it may carry as
 * {@code lora_adapter_metadata}; 1 without.
 */
final class PeftScale {

    static final String KEY = "lora_adapter_metadata";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "unet.";

    private final JsonNode config;

    private PeftScale(JsonNode config) {
        this.config = config;
    }

    /**
     * Reads the configuration.
     *
     * @throws CheckpointException when it is damaged, or asks for more than a plain LoRA
     */
    static PeftScale of(SafetensorsFile file) {
        String text = file.metadata().get(KEY);
        if (text == null) {
            return new PeftScale(MissingNode.getInstance());
        }
        PeftScale scale = new PeftScale(parse(file, text));
        for (String feature : new String[] {"use_rslora", "use_dora"}) {
            if (scale.get(feature).asBoolean(false)) {
                throw new CheckpointException(
                        "%s was trained with %s, which is not supported"
                                .formatted(file.path(), feature));
            }
        }
        return scale;
    }

    private static JsonNode parse(SafetensorsFile file, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    "%s: metadata %s is not JSON: %s"
                            .formatted(file.path(), KEY, e.getOriginalMessage()),
                    e);
        }
    }

    private JsonNode get(String field) {
        return config.path(PREFIX + field);
    }

    /** Alpha over the rank that the tensors have. */
    double of(String path, long rank) {
        double alpha = pattern("alpha_pattern", path);
        if (Double.isNaN(alpha)) {
            alpha = get("lora_alpha").asDouble((double) rank);
        }
        return alpha / rank;
    }

    /** A layer's own value, by its path or the end of it. */
    private double pattern(String field, String path) {
        for (Map.Entry<String, JsonNode> entry : get(field).properties()) {
            if (path.equals(entry.getKey()) || path.endsWith("." + entry.getKey())) {
                return entry.getValue().asDouble();
            }
        }
        return Double.NaN;
    }
}
