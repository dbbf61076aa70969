package dev.tlora.diffusion.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EffectiveRankTest {

    private static final RankSchedule RANKS = new RankSchedule(6, 2, 1);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void itIsTheLeastNumberOfValuesThatHoldsNinetyFivePercentOfTheirSum() {
        assertThat(EffectiveRank.of(95, 5).components()).isEqualTo(1);
        assertThat(EffectiveRank.of(94, 6).components()).isEqualTo(2);
        assertThat(EffectiveRank.of(1, 1, 1, 1).components()).isEqualTo(4);
        assertThat(EffectiveRank.of(0, 0).components()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = AdapterMethod.class,
            names = {"ORTHO_LORA", "TLORA"})
    void anOrthogonalStartUsesEveryComponent(AdapterMethod method) {
        assertThat(EffectiveRank.of(adapter(method)).values())
                .extracting(EffectiveRank::components)
                .containsOnly(6);
    }

    @Test
    void aFreshLoraUsesNone() {
        assertThat(EffectiveRank.of(adapter(AdapterMethod.LORA)).values())
                .extracting(EffectiveRank::components)
                .containsOnly(0);
    }

    @Test
    void theValuesAreThoseOfTheDenseDecomposition() {
        Adapter adapter = adapter(AdapterMethod.VANILLA_TLORA);
        AdaptedLayer layer = adapter.layers().values().iterator().next();
        NDArray up = layer.outputFactor();
        up.addi(TinyModel.gaussian(1, up.getShape(), manager));

        List<Double> found =
                EffectiveRank.of(adapter).values().stream()
                        .filter(one -> one.components() > 0)
                        .findFirst()
                        .orElseThrow()
                        .singularValues();

        float[] dense = Kernel.SVD_S.call(up).toFloatArray();
        for (int i = 0; i < dense.length; i++) {
            assertThat(found.get(i)).isCloseTo(dense[i], within(1e-5));
        }
    }

    private Adapter adapter(AdapterMethod method) {
        return Adapter.create(
                new AdapterSettings(method, RANKS, Initialisation.RANDOM_LAST, 3),
                TinyModel.unet(manager),
                manager);
    }
}
