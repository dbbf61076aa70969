package dev.tlora.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class IdlenessTest {

    private final HandClock clock = new HandClock();
    private final Idleness idleness = new Idleness(clock);

    @Test
    void aProcessWithoutAnyJobIdlesFromItsStart() {
        clock.advance(Duration.ofSeconds(59));
        assertThat(idleness.lasts(Duration.ofMinutes(1))).isFalse();

        clock.advance(Duration.ofSeconds(1));
        assertThat(idleness.lasts(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void aRunningJobKeepsTheProcessHoweverLongItTakes() {
        // Given
        idleness.began(WorkStage.TRAINING);
        idleness.began(WorkStage.SAMPLING);
        idleness.ended(WorkStage.SAMPLING);

        // When
        clock.advance(Duration.ofHours(3));

        // Then
        assertThat(idleness.lasts(Duration.ofMinutes(1))).isFalse();
        assertThat(idleness.running(WorkStage.TRAINING)).isEqualTo(1);
    }

    @Test
    void idlingBeginsAnewWithTheEndOfEachJob() {
        // Given
        idleness.began(WorkStage.TRAINING);
        clock.advance(Duration.ofHours(3));

        // When
        idleness.ended(WorkStage.TRAINING);

        // Then
        assertThat(idleness.lasts(Duration.ofMinutes(1))).isFalse();
    }

    private static final class HandClock extends Clock {

        private Instant now = Instant.EPOCH;

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
