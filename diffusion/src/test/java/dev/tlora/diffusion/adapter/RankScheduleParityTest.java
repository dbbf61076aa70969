package dev.tlora.diffusion.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.fixture.Fixture;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agreement with the reference's r(t), which it computes in double precision. */
class RankScheduleParityTest {

    private static final Fixture FIXTURE = Fixture.of("tlora");

    @ParameterizedTest
    @CsvSource({
        "4, 2, 1.0",
        "8, 4, 1.0",
        "16, 8, 1.0",
        "32, 16, 1.0",
        "64, 32, 1.0",
        "64, 16, 1.0",
        "64, 1, 1.0",
        "4, 1, 1.0",
        "4, 4, 1.0",
        "1, 1, 1.0",
        "16, 8, 0.5",
        "64, 32, 2.0",
        "64, 32, 0.5",
        "8, 1, 1.5"
    })
    void ranksAreTheReferencesAtEveryTimestep(int rank, int minRank, double exponent) {
        RankSchedule schedule = new RankSchedule(rank, minRank, exponent);

        int[] ranks =
                IntStream.range(0, RankSchedule.TRAIN_TIMESTEPS)
                        .map(schedule::activeRank)
                        .toArray();

        String name = "rank%d-min%d-exponent%s".formatted(rank, minRank, exponent);
        assertThat(ranks).containsExactly(expected(name));
    }

    private static int[] expected(String name) {
        try (NDManager manager = NDManager.newBaseManager()) {
            return FIXTURE.tensor("ranks.safetensors", name, manager).toIntArray();
        }
    }
}
