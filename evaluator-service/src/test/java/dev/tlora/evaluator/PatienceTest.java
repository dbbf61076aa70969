package dev.tlora.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlora.artifacts.UnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private final Patience patience = new Patience(3, Duration.ZERO);
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void aStoreThatComesBackIsWaitedFor() {
        // When
        String result =
                patience.insist(
                        () -> {
                            if (calls.incrementAndGet() < 3) {
                                throw new UnavailableException("disk full");
                            }
                            return "stored";
                        });

        // Then
        assertThat(result).isEqualTo("stored");
    }

    @Test
    void aStoreThatStaysAwayIsReportedAfterTheLastAttempt() {
        // When / Then
        assertThatThrownBy(
                        () ->
                                patience.insist(
                                        () -> {
                                            calls.incrementAndGet();
                                            throw new UnavailableException("disk full");
                                        }))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("disk full");
        assertThat(calls).hasValue(3);
    }

    @Test
    void otherFailuresAreNotRepeated() {
        // When / Then
        assertThatThrownBy(
                        () ->
                                patience.insist(
                                        () -> {
                                            calls.incrementAndGet();
                                            throw new IllegalStateException("a bug");
                                        }))
                .hasMessage("a bug");
        assertThat(calls).hasValue(1);
    }
}
