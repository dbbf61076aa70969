package dev.tlora.workqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));

    @Test
    void thePauseDoublesUpToItsLimit() {
        Exception failure = new IllegalStateException("any");

        assertThat(backoff.after(1, failure)).hasSeconds(1);
        assertThat(backoff.after(2, failure)).hasSeconds(2);
        assertThat(backoff.after(3, failure)).hasSeconds(4);
        assertThat(backoff.after(4, failure)).hasSeconds(5);
        assertThat(backoff.after(Integer.MAX_VALUE, failure)).hasSeconds(5);
    }

    @Test
    void aLongerPauseAskedForWinsOverTheLimit() {
        RetryLater patient = new RetryLater("quota", null, Duration.ofMinutes(2));
        RetryLater hasty = new RetryLater("blip", null, Duration.ofMillis(1));

        assertThat(backoff.after(1, patient)).hasMinutes(2);
        assertThat(backoff.after(1, hasty)).hasSeconds(1);
    }

    @Test
    void aLimitBelowTheFirstPauseIsRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT2S and PT1S");
    }
}
