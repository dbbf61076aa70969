package dev.tlora.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void quickStepsAreToldOnceASecond() {
        assertThat(told(100, Duration.ofMillis(50))).isEqualTo(5);
    }

    @Test
    void slowStepsAreToldEveryTwoSecondsAtMost() {
        assertThat(told(10, Duration.ofMillis(700))).isEqualTo(3);
    }

    @Test
    void verySlowStepsAreAllTold() {
        assertThat(told(4, Duration.ofSeconds(9))).isEqualTo(4);
    }

    @Test
    void theLastStepIsAlwaysTold() {
        Pace pace = new Pace(0);
        pace.stepped(Duration.ofMillis(1));

        assertThat(pace.isDue(true)).isTrue();
    }

    @Test
    void countsTheTimeOfEarlierAttempts() {
        Pace pace = new Pace(60);
        pace.stepped(Duration.ofSeconds(2));

        assertThat(pace.totalSeconds()).isCloseTo(62, within(1e-9));
        assertThat(pace.secondsPerStep()).isCloseTo(2, within(1e-9));
    }

    private static int told(int steps, Duration each) {
        Pace pace = new Pace(0);
        int told = 0;
        for (int i = 0; i < steps; i++) {
            pace.stepped(each);
            told += pace.isDue(false) ? 1 : 0;
        }
        return told;
    }
}
