package dev.tlora.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples pin the wire form: a stored one is never edited, only joined by newer versions. */
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

    private static byte[] sample(FleetEvent event) throws IOException {
        String resource = "/samples/%s.json".formatted(event.type());
        try (InputStream stream = StoredSamplesTest.class.getResourceAsStream(resource)) {
            assertThat(stream).as(resource).isNotNull();
            return stream.readAllBytes();
        }
    }
}
