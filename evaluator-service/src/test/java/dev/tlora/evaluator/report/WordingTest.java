package dev.tlora.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WordingTest {

    @Test
    void sizesHaveAUnitThatFits() {
        assertThat(Wording.bytes(999)).isEqualTo("999 bytes");
        assertThat(Wording.bytes(1_234_567)).isEqualTo("1.2 MB");
        assertThat(Wording.bytes(5_000_000_000_000L)).isEqualTo("5000.0 GB");
    }

    @Test
    void durationsHaveTwoUnitsAtMost() {
        assertThat(Wording.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Wording.duration(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
        assertThat(Wording.duration(Duration.ofSeconds(7300))).isEqualTo("2 h 1 min");
    }
}
