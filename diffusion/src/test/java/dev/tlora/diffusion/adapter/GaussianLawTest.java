package dev.tlora.diffusion.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.random.CounterNoise;
import dev.tlora.diffusion.random.Purpose;
import dev.tlora.diffusion.random.RandomStream;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The fast draw against the dense decomposition of Gaussian matrices: equal in distribution. Seeds
 * are fixed, so a test that passes once passes always.
 */
class GaussianLawTest {

    private static final int DRAWS = 400;

    /** Kolmogorov and Smirnov's two-sample bar at the level of 1 %, for equal sample sizes. */
    private static final double BAR = 1.628 * Math.sqrt(2.0 / DRAWS);

    @ParameterizedTest
    @CsvSource({"20, 20", "20, 32", "32, 20"})
    void singularValuesHaveTheLawOfTheDenseDecomposition(int in, int out) {
        int available = Math.min(in, out);
        double[][] drawn = new double[available][DRAWS];
        double[][] dense = new double[available][DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            RandomStream random = new RandomStream(draw, 0, Purpose.ADAPTER_INIT);
            double[] fast = new GaussianSpectrum(in, out, random).values(0, available);
            float[] slow = decompose(draw, in, out)[0];
            for (int i = 0; i < available; i++) {
                drawn[i][draw] = fast[i];
                dense[i][draw] = slow[i];
            }
        }

        for (int i : new int[] {0, available / 2, available - 1}) {
            assertThat(distance(drawn[i], dense[i])).as("singular value %d", i).isLessThan(BAR);
        }
    }

    @Test
    void coordinatesOfAFrameHaveTheLawOfTheDenseDecomposition() {
        int size = 20;
        double[] drawn = new double[DRAWS];
        double[] dense = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            drawn[draw] = Math.abs(HaarFrame.draw(draw, 0, 3, size)[2 * size + 7]);
            dense[draw] = Math.abs(decompose(draw, size, size)[1][2 * size + 7]);
        }

        assertThat(distance(drawn, dense)).isLessThan(BAR);
    }

    /** Haar's law is the one that no rotation changes: E q⁴ = 3 / n (n + 2), E qᵢ² qⱼ² = 1 / …. */
    @Test
    void framesPreferNoDirectionToFourthOrder() {
        int size = 8;
        double fourth = 0;
        double pair = 0;
        double rotated = 0;
        double sign = 0;
        int draws = 20 * DRAWS;
        for (int draw = 0; draw < draws; draw++) {
            float[] frame = HaarFrame.draw(draw, 0, 2, size);
            double first = frame[size];
            double second = frame[size + 1];
            fourth += Math.pow(first, 4) / draws;
            pair += first * first * second * second / draws;
            rotated += Math.pow((first + second) / Math.sqrt(2), 4) / draws;
            sign += Math.signum(first) / draws;
        }

        double expected = 3.0 / (size * (size + 2));
        assertThat(fourth).isCloseTo(expected, within(0.05 * expected));
        assertThat(rotated).isCloseTo(expected, within(0.05 * expected));
        assertThat(pair).isCloseTo(expected / 3, within(0.05 * expected));
        assertThat(sign).isCloseTo(0, within(0.04));
    }

    @Test
    void frameAndValuesAreIndependent() {
        int size = 12;
        double[] lambda = new double[DRAWS];
        double[] coordinate = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            RandomStream random = new RandomStream(draw, 2, Purpose.ADAPTER_INIT);
            lambda[draw] = new GaussianSpectrum(size, size, random).values(0, 1)[0];
            coordinate[draw] = Math.abs(HaarFrame.draw(draw, 0, 1, size)[0]);
        }

        assertThat(correlation(lambda, coordinate)).isCloseTo(0, within(0.13));
    }

    /** Largest distance between two empirical distribution functions. */
    private static double distance(double[] one, double[] other) {
        double[] a = Arrays.stream(one).sorted().toArray();
        double[] b = Arrays.stream(other).sorted().toArray();
        double largest = 0;
        int j = 0;
        for (int i = 0; i < a.length; i++) {
            while (j < b.length && b[j] <= a[i]) {
                j++;
            }
            double above = (double) (i + 1) / a.length - (double) j / b.length;
            largest = Math.max(largest, Math.abs(above));
        }
        return largest;
    }

    private static double correlation(double[] one, double[] other) {
        double meanOne = Arrays.stream(one).average().orElseThrow();
        double meanOther = Arrays.stream(other).average().orElseThrow();
        double product = 0;
        double squareOne = 0;
        double squareOther = 0;
        for (int i = 0; i < one.length; i++) {
            product += (one[i] - meanOne) * (other[i] - meanOther);
            squareOne += Math.pow(one[i] - meanOne, 2);
            squareOther += Math.pow(other[i] - meanOther, 2);
        }
        return product / Math.sqrt(squareOne * squareOther);
    }

    /** The reference's way: singular values of a whole Gaussian matrix, then its right vectors. */
    private static float[][] decompose(int draw, int in, int out) {
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] matrix = CounterNoise.gaussian(draw, 1, Purpose.ADAPTER_INIT, in * out);
            NDList usv =
                    Kernel.SVD.callAll(
                            new NDList(HostArrays.create(manager, matrix, new Shape(out, in))));
            return new float[][] {
                usv.get(1).toFloatArray(), Kernel.CONTIGUOUS.call(usv.get(2)).toFloatArray()
            };
        }
    }
}
