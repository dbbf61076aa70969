package dev.tlora.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobSecondsTest {

    private final JobSeconds seconds = new JobSeconds(Duration.ofMinutes(20));

    @Test
    void beforeTheFirstJobItIsWhatIsExpected() {
        assertThat(seconds.mean()).isEqualTo(1200);
    }

    @Test
    void theFirstJobReplacesTheExpectationAndLaterOnesMoveTheMean() {
        seconds.add(Duration.ofSeconds(100));
        assertThat(seconds.mean()).isEqualTo(100);

        seconds.add(Duration.ofSeconds(200));
        assertThat(seconds.mean()).isCloseTo(120, within(1e-9));
    }
}
