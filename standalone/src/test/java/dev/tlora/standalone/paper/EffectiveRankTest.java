package dev.tlora.standalone.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EffectiveRankTest {

    @Test
    void countsEqualDirections() {
        assertThat(EffectiveRank.of(new float[] {2, 2, 2, 0})).isEqualTo(3, within(1e-9));
    }

    @Test
    void countsUnequalDirectionsByTheirEntropy() {
        // Given shares of 3/4 and 1/4
        float[] singularValues = {3, 1};

        // When
        double rank = EffectiveRank.of(singularValues);

        // Then
        double entropy = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
        assertThat(rank).isEqualTo(Math.exp(entropy), within(1e-9));
    }

    @Test
    void callsNothingNothing() {
        assertThat(EffectiveRank.of(new float[] {0, 0})).isZero();
    }
}
