package dev.tlora.schemas;

import java.util.HashMap;
import java.util.Map;

/**
 * A topic as it has to be created.
 *
 * @param name of the topic
 * @param partitions how many
 * @param cleanupPolicy Kafka's {@code cleanup.policy}
 * @param config further topic settings by their Kafka names
 */
public record TopicSpec(
        String name, int partitions, String cleanupPolicy, Map<String, String> config) {

    public TopicSpec {
        Require.text(name, "name");
        Require.atLeast(partitions, 1, "partitions");
        Require.text(cleanupPolicy, "cleanupPolicy");
        config = Map.copyOf(config);
    }

    /** All settings, {@code cleanup.policy} among them, as the Kafka admin client takes them. */
    public Map<String, String> settings() {
        var settings = new HashMap<>(config);
        settings.put("cleanup.policy", cleanupPolicy);
        return Map.copyOf(settings);
    }
}
