package dev.tlora.diffusion.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BoxMullerTest {

    private static final int MANY = 300_000;

    @Test
    void valuesAreTheFloatsOfStrictMath() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < MANY; i++) {
            assertSameAsStrictMath(random.nextInt(), random.nextInt());
        }
    }

    @Test
    void valuesAreTheFloatsOfStrictMathWhereSeriesBeginAndEnd() {
        for (int part = 0; part < 512; part++) {
            for (int beside = -3; beside <= 3; beside++) {
                int word = (part << 23) + beside;
                assertSameAsStrictMath(word, word);
                assertSameAsStrictMath(word >>> (part % 32), -word);
            }
        }
    }

    @Test
    void aValueBetweenTwoFloatsIsUncertain() {
        double between = ((double) 0.3f + Math.nextUp(0.3f)) / 2;

        assertThat(BoxMuller.isCertain(between + 1e-15, 1e-14)).isFalse();
        assertThat(BoxMuller.isCertain(between + 1e-13, 1e-14)).isTrue();
    }

    @Test
    void aPairOfWhichOneIsWantedWritesOne() {
        float[] both = new float[2];
        float[] one = new float[1];

        BoxMuller.write(12345, 67890, both, 0);
        BoxMuller.write(12345, 67890, one, 0);

        assertThat(one[0]).isEqualTo(both[0]);
    }

    private static void assertSameAsStrictMath(int radiusWord, int angleWord) {
        double uniform = (Integer.toUnsignedLong(radiusWord) + 0.5) * 0x1.0p-32;
        double radius = Math.sqrt(-2 * StrictMath.log(uniform));
        double angle = 2 * Math.PI * Integer.toUnsignedLong(angleWord) * 0x1.0p-32;
        float[] pair = new float[2];

        BoxMuller.write(radiusWord, angleWord, pair, 0);

        boolean same =
                pair[0] == (float) (radius * StrictMath.cos(angle))
                        && pair[1] == (float) (radius * StrictMath.sin(angle));
        assertThat(same).as("words %d and %d", radiusWord, angleWord).isTrue();
    }
}
