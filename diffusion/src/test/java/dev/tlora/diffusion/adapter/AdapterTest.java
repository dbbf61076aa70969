package dev.tlora.diffusion.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdapterTest {

    private static final RankSchedule RANKS = new RankSchedule(6, 2, 1);

    private NDManager manager;
    private UNet unet;
    private Conditioning conditioning;

    @BeforeEach
    void build() {
        manager = NDManager.newBaseManager();
        unet = TinyModel.loadedUnet(manager);
        conditioning = TinyModel.conditioning(2, manager);
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(AdapterMethod.class)
    void aFreshAdapterChangesNothing(AdapterMethod method) {
        // Given
        NDArray without = predict(500, 500);
        Adapter adapter = adapter(method);

        // When
        adapter.attachTo(unet);
        adapter.atTimestep(500);

        // Then
        assertThat(Agreement.error(predict(500, 500), without)).isLessThan(1e-5);
    }

    @ParameterizedTest
    @EnumSource(AdapterMethod.class)
    void samplesOfABatchUseTheRanksOfTheirOwnTimesteps(AdapterMethod method) {
        // Given
        Adapter adapter = disturbed(method);
        adapter.attachTo(unet);
        adapter.atTimestep(900);
        NDArray first = predict(900, 900).get("0:1");
        adapter.atTimestep(100);
        NDArray second = predict(100, 100).get("1:2");

        // When
        adapter.atTimesteps(new int[] {900, 100}, manager);
        NDArray both = predict(900, 100);

        // Then
        assertThat(Agreement.error(both, first.concat(second))).isLessThan(1e-5);
    }

    @Test
    void fewerComponentsGiveAnotherPrediction() {
        Adapter adapter = disturbed(AdapterMethod.TLORA);
        adapter.attachTo(unet);

        int many = adapter.atTimestep(0);
        NDArray withAll = predict(500, 500);
        int few = adapter.atTimestep(999);
        NDArray withFew = predict(500, 500);

        assertThat(many).isEqualTo(6);
        assertThat(few).isEqualTo(2);
        assertThat(Agreement.error(withFew, withAll)).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @EnumSource(AdapterMethod.class)
    void deltaIsWhatTheLayerAdds(AdapterMethod method) {
        Adapter adapter = disturbed(method);
        adapter.atTimestep(999);
        int active = method.isMasked() ? 2 : 6;

        adapter.layers()
                .forEach(
                        (path, layer) -> {
                            NDArray delta = layer.delta(active); // (out, in)
                            NDArray input = manager.eye((int) delta.getShape().get(1));
                            NDArray added = layer.addTo(input, delta.transpose().zerosLike());
                            assertThat(Agreement.error(added, delta.transpose()))
                                    .as(path)
                                    .isLessThan(1e-5);
                        });
    }

    @Test
    void aDetachedAdapterLeavesTheNetworkAsItWas() {
        NDArray without = predict(500, 500);
        Adapter adapter = disturbed(AdapterMethod.TLORA);
        adapter.attachTo(unet);

        adapter.detachFrom(unet);

        assertThat(predict(500, 500).toFloatArray()).isEqualTo(without.toFloatArray());
    }

    @Test
    void aRankLargerThanALayerIsRefusedByItsName() {
        AdapterSettings tooLarge =
                new AdapterSettings(
                        AdapterMethod.TLORA,
                        new RankSchedule(21, 2, 1),
                        Initialisation.RANDOM_LAST,
                        0);

        assertThatThrownBy(() -> Adapter.create(tooLarge, unet, manager))
                .hasMessage(
                        "rank 21 is larger than 20, the most that layer"
                                + " down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k (20 to"
                                + " 32) allows");
    }

    private Adapter adapter(AdapterMethod method) {
        return Adapter.create(
                new AdapterSettings(method, RANKS, Initialisation.RANDOM_LAST, 3), unet, manager);
    }

    /** An adapter that changes something, as training would leave it. */
    private Adapter disturbed(AdapterMethod method) {
        Adapter adapter = adapter(method);
        int number = 2000;
        for (NDArray array : adapter.trainable().values()) {
            array.addi(TinyModel.gaussian(number++, array.getShape(), manager).mul(0.1));
        }
        return adapter;
    }

    private NDArray predict(int firstTimestep, int secondTimestep) {
        NDArray sample =
                TinyModel.gaussian(1005, new Shape(2, 4, TinyModel.SIDE, TinyModel.SIDE), manager);
        NDArray timesteps = manager.create(new float[] {firstTimestep, secondTimestep});
        return unet.forward(sample, timesteps, conditioning);
    }
}
