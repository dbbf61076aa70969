package dev.tlora.schemas.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlora.schemas.Examples;
import dev.tlora.schemas.FleetEvent;
import dev.tlora.schemas.RunEvent;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerdesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ConceptSubmitted",
                "LatentsPrepared",
                "AdapterPublished",
                "RenderRequested",
                "ImageEvent",
                "ScoreEvent",
                "RunEvent",
                "CancelRequested"
            })
    void eachFamilysEventsTravelThroughSerdesNamedInConfiguration(String family) throws Exception {
        // Given
        Serializer<FleetEvent> serializer = serializer(family);
        var deserializer = (Deserializer<?>) create(family + "Deserializer");
        Class<?> type = Class.forName("dev.tlora.schemas." + family);
        FleetEvent event = Examples.all().filter(type::isInstance).findFirst().orElseThrow();

        // When
        byte[] value = serializer.serialize("topic", new RecordHeaders(), event);

        // Then
        assertThat(deserializer.deserialize("topic", new RecordHeaders(), value)).isEqualTo(event);
    }

    @SuppressWarnings("unchecked")
    private static Serializer<FleetEvent> serializer(String family) throws Exception {
        return (Serializer<FleetEvent>) create(family + "Serializer");
    }

    private static Object create(String name) throws Exception {
        return Class.forName("dev.tlora.schemas.serde." + name).getConstructor().newInstance();
    }

    @Test
    void recordsAreCloudEventsInBinaryMode() {
        // Given
        var headers = new RecordHeaders();
        try (var serializer = new ScoreEventSerializer()) {
            serializer.configure(Map.of("tlora.cloudevents.source", "/tlora/evaluator"), false);

            // When
            serializer.serialize("tlora.scores", headers, Examples.runScored());
        }

        // Then
        assertThat(texts(headers))
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_source", "/tlora/evaluator")
                .containsEntry("ce_type", "run-scored.v1")
                .containsEntry("ce_time", "2026-11-24T10:15:30.250Z")
                .containsEntry("content-type", "application/json")
                .hasEntrySatisfying("ce_id", id -> assertThat(id).isNotBlank());
    }

    @Test
    void theSameEventSentTwiceIsOneCloudEvent() {
        // Given
        var first = new RecordHeaders();
        var second = new RecordHeaders();
        try (var serializer = new ScoreEventSerializer()) {
            // When
            serializer.serialize("tlora.scores", first, Examples.runScored());
            serializer.serialize("tlora.scores", second, Examples.runScored());
        }

        // Then
        assertThat(texts(second)).isEqualTo(texts(first));
    }

    @Test
    void headersThatTheSenderSetAreKept() {
        // Given
        var headers = new RecordHeaders();
        headers.add("ce_id", "mine".getBytes(UTF_8));
        try (var serializer = new ScoreEventSerializer()) {
            // When
            serializer.serialize("tlora.scores", headers, Examples.runScored());
        }

        // Then
        assertThat(headers.headers("ce_id")).hasSize(1);
        assertThat(texts(headers)).containsEntry("ce_id", "mine");
    }

    @Test
    void anUnreadableRecordNamesTopicAndReason() {
        try (var deserializer = new RunEventDeserializer()) {
            assertThatThrownBy(
                            () -> deserializer.deserialize("tlora.runs", "hello".getBytes(UTF_8)))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("topic=tlora.runs")
                    .hasMessageContaining("hello");
        }
    }

    @Test
    void aRecordThatCompactionEmptiedHasNoEvent() {
        try (var deserializer = new RunEventDeserializer();
                var serializer = new RunEventSerializer()) {
            RunEvent none = deserializer.deserialize("tlora.runs", null);
            assertThat(none).isNull();
            assertThat(serializer.serialize("tlora.runs", new RecordHeaders(), none)).isNull();
        }
    }

    private static Map<String, String> texts(RecordHeaders headers) {
        Map<String, String> texts = new TreeMap<>();
        headers.forEach(header -> texts.put(header.key(), new String(header.value(), UTF_8)));
        return texts;
    }
}
