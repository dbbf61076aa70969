package dev.tlora.broker;

import java.util.Map;
import java.util.Objects;

/**
 * A topic to create: one replica, the given number of partitions.
 *
 * @param partitions at least 1; a topic that holds work for share groups has exactly 1
 * @param config topic settings by Kafka's names, such as {@code cleanup.policy}
 */
public record Topic(String name, int partitions, Map<String, String> config) {

    public Topic {
        Objects.requireNonNull(name, "name");
        if (partitions < 1) {
            throw new IllegalArgumentException(
                    "topic " + name + " needs at least 1 partition, got " + partitions);
        }
        config = Map.copyOf(config);
    }

    /** A topic with one partition and the broker's default settings. */
    public static Topic of(String name) {
        return new Topic(name, 1, Map.of());
    }
}
