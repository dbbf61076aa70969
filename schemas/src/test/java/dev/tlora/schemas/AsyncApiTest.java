package dev.tlora.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AsyncApiTest {

    private static JsonNode document;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream stream = AsyncApiTest.class.getResourceAsStream("/asyncapi.yaml")) {
            document = new YAMLMapper().readTree(stream);
        }
    }

    @Test
    void channelsAreTheTopicsWithTheirPartitionsAndCleanup() {
        // When
        Map<String, String> channels =
                StreamSupport.stream(document.path("channels").spliterator(), false)
                        .collect(
                                Collectors.toMap(
                                        channel -> channel.path("address").asText(),
                                        AsyncApiTest::settings));

        // Then
        assertThat(channels)
                .isEqualTo(
                        Topics.all().stream()
                                .collect(
                                        Collectors.toMap(
                                                TopicSpec::name,
                                                topic ->
                                                        topic.partitions()
                                                                + " "
                                                                + topic.cleanupPolicy())));
    }

    private static String settings(JsonNode channel) {
        JsonNode kafka = channel.path("bindings").path("kafka");
        return kafka.path("partitions").asInt()
                + " "
                + StreamSupport.stream(
                                kafka.path("topicConfiguration")
                                        .path("cleanup.policy")
                                        .spliterator(),
                                false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(","));
    }

    @Test
    void everyEventIsAMessageWithItsSchema() {
        // Given
        Set<String> described = new HashSet<>();
        for (JsonNode message : document.path("components").path("messages")) {
            String payload = message.path("payload").path("$ref").asText();
            if (!payload.isEmpty()) {
                assertThat(payload)
                        .isEqualTo(
                                "schemas/%s.schema.json".formatted(message.path("name").asText()));
                described.add(message.path("name").asText());
            }
        }

        // Then
        assertThat(described).isEqualTo(EventTypes.all().keySet());
    }

    @Test
    void everyReferenceInsideTheDocumentLeadsSomewhere() {
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .filteredOn(reference -> reference.startsWith("#"))
                .allSatisfy(
                        reference ->
                                assertThat(document.at(reference.substring(1)).isObject())
                                        .as(reference)
                                        .isTrue());
    }
}
