package dev.tlora.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void workTopicsHaveOnePartitionThatAllWorkersShare() {
        assertThat(Topics.live())
                .filteredOn(topic -> topic.partitions() == 1)
                .extracting(TopicSpec::name)
                .containsExactly("tlora.latents", "tlora.renders");
    }

    @Test
    void everyTopicHasOneForItsDeadLetters() {
        assertThat(Topics.deadLetters())
                .extracting(TopicSpec::name)
                .containsExactly(
                        "tlora.concepts.dlq",
                        "tlora.latents.dlq",
                        "tlora.adapters.dlq",
                        "tlora.renders.dlq",
                        "tlora.images.dlq",
                        "tlora.scores.dlq",
                        "tlora.runs.dlq",
                        "tlora.control.dlq");
    }

    @Test
    void settingsAreReadyForTheAdminClient() {
        // Given
        var topic = new TopicSpec("t", 1, "compact", Map.of("retention.ms", "5"));

        // Then
        assertThat(topic.settings())
                .isEqualTo(Map.of("retention.ms", "5", "cleanup.policy", "compact"));
    }
}
