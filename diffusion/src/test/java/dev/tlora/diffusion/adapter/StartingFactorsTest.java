package dev.tlora.diffusion.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.random.Purpose;
import dev.tlora.diffusion.random.RandomStream;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StartingFactorsTest {

    private static final int IN = 24;
    private static final int OUT = 40;
    private static final int RANK = 6;
    private static final int DRAWS = 300;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(Initialisation.class)
    void framesAreOrthonormal(Initialisation initialisation) {
        OrthoLayer.Factors factors = factors(initialisation, 0).orthogonal(linear(), 0);

        NDArray identity = manager.eye(RANK);
        assertThat(Agreement.error(factors.q().matMul(factors.q().transpose()), identity))
                .isLessThan(1e-5);
        assertThat(Agreement.error(factors.p().transpose().matMul(factors.p()), identity))
                .isLessThan(1e-5);
    }

    @Test
    void framesPreferNoDirection() {
        double[] firstColumn = new double[IN];
        double signs = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            float[] q =
                    factors(Initialisation.RANDOM_LAST, seed)
                            .orthogonal(linear(), 0)
                            .q()
                            .get(0)
                            .toFloatArray();
            for (int i = 0; i < IN; i++) {
                firstColumn[i] += q[i] * q[i] / DRAWS;
            }
            signs += Math.signum(q[0]) / DRAWS;
        }

        assertThat(Arrays.stream(firstColumn))
                .allSatisfy(mean -> assertThat(mean).isCloseTo(1.0 / IN, within(0.02)));
        assertThat(signs).isCloseTo(0, within(0.2));
    }

    @Test
    void spectrumIsThatOfAGaussianMatrix() {
        double[] drawn = new double[IN];
        double[] decomposed = new double[IN];
        for (int draw = 0; draw < DRAWS; draw++) {
            RandomStream random = new RandomStream(draw, 0, Purpose.ADAPTER_INIT);
            add(drawn, new GaussianSpectrum(IN, OUT, random).values(0, IN));
            float[] dense = gaussianMatrix(draw);
            double[] values = new double[IN];
            for (int i = 0; i < IN; i++) {
                values[i] = dense[i];
            }
            add(decomposed, values);
        }

        for (int i = 0; i < IN; i++) {
            assertThat(drawn[i])
                    .as("mean singular value %d", i)
                    .isCloseTo(decomposed[i], within(0.15));
        }
    }

    @Test
    void componentsOfAWeightAreItsOwn() {
        Linear linear = linear();
        float[] all = Kernel.SVD_S.call(linear.weight().array()).toFloatArray();

        OrthoLayer.Factors last = factors(Initialisation.LAST, 0).orthogonal(linear, 0);
        OrthoLayer.Factors principal = factors(Initialisation.PRINCIPAL, 0).orthogonal(linear, 0);

        assertThat(last.lambda().toFloatArray())
                .containsExactly(Arrays.copyOfRange(all, IN - RANK, IN), within(1e-5f));
        assertThat(principal.lambda().toFloatArray())
                .containsExactly(Arrays.copyOf(all, RANK), within(1e-5f));
    }

    @ParameterizedTest
    @CsvSource({"24, 40", "40, 24", "30, 30"})
    void vectorsOfAWeightStayWithTheirValues(int in, int out) {
        Linear linear = linear(in, out);
        NDList usv = Kernel.SVD.callAll(new NDList(linear.weight().array().duplicate()));
        for (Initialisation one :
                List.of(Initialisation.PRINCIPAL, Initialisation.MIDDLE, Initialisation.LAST)) {
            // Given
            int first = one.firstComponent(Math.min(in, out), RANK);
            String part = first + ":" + (first + RANK);
            NDArray expected =
                    usv.get(0)
                            .get(new NDIndex(":, " + part))
                            .mul(usv.get(1).get(part))
                            .matMul(usv.get(2).get(part));

            // When
            OrthoLayer.Factors found = factors(one, 0).orthogonal(linear, 0);

            // Then
            assertThat(Agreement.error(found.product(RANK), expected))
                    .as(one.wireName())
                    .isLessThan(1e-4);
        }
    }

    private static void add(double[] means, double[] values) {
        for (int i = 0; i < means.length; i++) {
            means[i] += values[i] / DRAWS;
        }
    }

    private float[] gaussianMatrix(int draw) {
        RandomStream random = new RandomStream(draw, 1, Purpose.ADAPTER_INIT);
        float[] values = new float[IN * OUT];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.gaussian();
        }
        return Kernel.SVD_S
                .call(HostArrays.create(manager, values, new Shape(OUT, IN)))
                .toFloatArray();
    }

    private StartingFactors factors(Initialisation initialisation, long seed) {
        RankSchedule ranks = new RankSchedule(RANK, 2, 1);
        return new StartingFactors(
                new AdapterSettings(AdapterMethod.TLORA, ranks, initialisation, seed), manager);
    }

    private Linear linear() {
        return linear(IN, OUT);
    }

    private Linear linear(int in, int out) {
        Linear linear = new Linear(in, out, false);
        RandomStream random = new RandomStream(5, 5, Purpose.MODEL_INIT);
        float[] values = new float[in * out];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.gaussian();
        }
        linear.weight().load(HostArrays.create(manager, values, new Shape(out, in)));
        return linear;
    }
}
