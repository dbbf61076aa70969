package dev.tlora.diffusion.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CounterNoiseTest {

    private static final int MANY = 200_000;

    @Test
    void gaussianHasTheMomentsOfAStandardNormal() {
        float[] values = CounterNoise.gaussian(1, 2, Purpose.TRAINING_NOISE, MANY);

        assertThat(moment(values, 1)).isCloseTo(0, within(0.01));
        assertThat(moment(values, 2)).isCloseTo(1, within(0.02));
        assertThat(moment(values, 3)).isCloseTo(0, within(0.03));
        assertThat(moment(values, 4)).isCloseTo(3, within(0.1));
    }

    @Test
    void neighbouringValuesAreUncorrelated() {
        float[] values = CounterNoise.gaussian(1, 2, Purpose.TRAINING_NOISE, MANY);

        double product =
                IntStream.range(1, MANY)
                        .mapToDouble(i -> values[i] * values[i - 1])
                        .average()
                        .orElseThrow();

        assertThat(product).isCloseTo(0, within(0.01));
    }

    @Test
    void aLongerDrawBeginsWithTheShorterOne() {
        float[] few = CounterNoise.gaussian(1, 2, Purpose.POSTERIOR, 7);
        float[] more = CounterNoise.gaussian(1, 2, Purpose.POSTERIOR, 70);

        assertThat(Arrays.copyOf(more, 7)).isEqualTo(few);
    }

    @Test
    void seedStepAndPurposeEachChangeTheNumbers() {
        float[] values = CounterNoise.gaussian(1, 2, Purpose.POSTERIOR, 8);

        assertThat(values)
                .isNotEqualTo(CounterNoise.gaussian(9, 2, Purpose.POSTERIOR, 8))
                .isNotEqualTo(CounterNoise.gaussian(1, 9, Purpose.POSTERIOR, 8))
                .isNotEqualTo(CounterNoise.gaussian(1, 2, Purpose.TRAINING_NOISE, 8));
    }

    @Test
    void everyTimestepIsDrawnAboutEquallyOften() {
        int[] counts = new int[10];
        for (int step = 0; step < 20_000; step++) {
            counts[CounterNoise.uniformInt(3, step, Purpose.TIMESTEP, 10)]++;
        }

        assertThat(IntStream.of(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(1800, 2200));
    }

    private static double moment(float[] values, int power) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.pow(values[i], power))
                .average()
                .orElseThrow();
    }
}
