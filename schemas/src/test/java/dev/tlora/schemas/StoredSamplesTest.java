package dev.tlora.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples pin the wire form: a record that was ever written stays readable. */
class StoredSamplesTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void everyTypeOfEventHasAnExample() {
        assertThat(Examples.all().map(FleetEvent::type))
                .containsExactlyInAnyOrderElementsOf(EventTypes.all().keySet());
    }

    @ParameterizedTest
    @MethodSource("dev.tlora.schemas.Examples#all")
    void anEventIsWrittenAsItsStoredSample(FleetEvent event) throws IOException {
        // When
        byte[] written = EventJson.write(event);

        // Then
        assertThat(MAPPER.readTree(written)).isEqualTo(MAPPER.readTree(sample(event)));
    }

    @ParameterizedTest
    @MethodSource("dev.tlora.schemas.Examples#all")
    void aStoredSampleStaysReadableInEachOfItsFamilies(FleetEvent event) throws IOException {
        // Given
        byte[] sample = sample(event);
        List<Class<? extends FleetEvent>> families = EventTypes.familiesOf(event).toList();

        // Then
        assertThat(families).isNotEmpty();
        for (Class<? extends FleetEvent> family : families) {
            assertThat(EventJson.read(sample, family)).isEqualTo(event);
        }
    }

    /** Samples named {@code <type>.<variant>.json} are records that lack some optional fields. */
    static List<Path> files() throws Exception {
        Path folder = Path.of(StoredSamplesTest.class.getResource("/samples").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyStoredSampleIsReadAndWrittenAgainAsItIs(Path file) throws IOException {
        // Given
        JsonNode sample = MAPPER.readTree(file.toFile());
        Class<? extends FleetEvent> type =
                EventTypes.all().get(sample.path("type").asText()).asSubclass(FleetEvent.class);

        // When
        FleetEvent event = EventJson.read(MAPPER.writeValueAsBytes(sample), type);

        // Then
        assertThat(MAPPER.readTree(EventJson.write(event))).isEqualTo(sample);
    }

    private static byte[] sample(FleetEvent event) throws IOException {
        String resource = "/samples/%s.json".formatted(event.type());
        try (InputStream stream = StoredSamplesTest.class.getResourceAsStream(resource)) {
            assertThat(stream).as(resource).isNotNull();
            return stream.readAllBytes();
        }
    }
}
