package dev.tlora.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ScoreMeterTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void scoresAreCountedByMethodAndRangeOfRanks() throws Exception {
        // Given
        JsonNode manifest =
                new ObjectMapper()
                        .readTree("{\"training\": {\"method\": \"tlora\", \"rank\": 48}}");

        // When
        new ScoreMeter(registry, manifest).record("dino", 0.62);

        // Then
        assertThat(
                        registry.get("tlora_score")
                                .tags("metric", "dino", "method", "tlora", "rank", "33-64")
                                .summary()
                                .totalAmount())
                .isEqualTo(0.62);
        assertThat(
                        registry.get("tlora_score_band_total")
                                .tags("metric", "dino", "band", "0.60")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void aRunWithoutAnAdapterHasNoMethod() {
        new ScoreMeter(registry, MissingNode.getInstance()).record("clip_t", 0.3);

        assertThat(registry.get("tlora_score").tags("method", "none", "rank", "none").summary())
                .isNotNull();
    }

    @Test
    void bandsAndRangesHoldTheirEnds() {
        assertThat(ScoreMeter.band(-0.1)).isEqualTo("0.00");
        assertThat(ScoreMeter.band(0.65)).isEqualTo("0.65");
        assertThat(ScoreMeter.band(1)).isEqualTo("0.95");
        assertThat(ScoreMeter.rankRange(8)).isEqualTo("1-8");
        assertThat(ScoreMeter.rankRange(9)).isEqualTo("9-16");
        assertThat(ScoreMeter.rankRange(500)).isEqualTo("over 128");
    }
}
