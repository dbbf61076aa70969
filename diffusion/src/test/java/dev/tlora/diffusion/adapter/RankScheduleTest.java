package dev.tlora.diffusion.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankScheduleTest {

    @ParameterizedTest
    @CsvSource({"0, 64", "31, 63", "32, 62", "500, 48", "999, 32", "969, 32", "968, 33"})
    void rankFallsFromAllComponentsToTheMinimum(int timestep, int expected) {
        assertThat(new RankSchedule(64, 32, 1).activeRank(timestep)).isEqualTo(expected);
    }

    @Test
    void wholeProductsAreNotRoundedDown() {
        // 100 * 580 / 1000 is 58, which doubles make 57.99…
        assertThat(new RankSchedule(101, 1, 1).activeRank(420)).isEqualTo(59);
    }

    @ParameterizedTest
    @CsvSource({"0, 8", "500, 5", "750, 4"})
    void exponentLetsTheRankFallFaster(int timestep, int expected) {
        assertThat(new RankSchedule(8, 4, 2).activeRank(timestep)).isEqualTo(expected);
    }

    @Test
    void unusableRanksAreRefusedByName() {
        assertThatThrownBy(() -> new RankSchedule(8, 9, 1))
                .hasMessage("minRank must be between 1 and rank 8, got 9");
        assertThatThrownBy(() -> new RankSchedule(8, 4, 1).activeRank(1000))
                .hasMessage("timestep must be 0 to 999, got 1000");
    }
}
