package dev.tlora.diffusion.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MergedAdapterTest {

    /** As a sampler walks them, and then the start of the next image. */
    private static final int[] TIMESTEPS = {961, 761, 401, 41, 1, 961};

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
    void predictsAsTheAdapterItself(AdapterMethod method) {
        Adapter adapter = disturbed(method, 2000);
        NDArray[] expected = new NDArray[TIMESTEPS.length];
        adapter.attachTo(unet);
        for (int i = 0; i < TIMESTEPS.length; i++) {
            adapter.atTimestep(TIMESTEPS[i]);
            expected[i] = predict(TIMESTEPS[i]);
        }
        adapter.detachFrom(unet);

        try (MergedAdapter merged = new MergedAdapter(unet)) {
            merged.use(adapter);
            for (int i = 0; i < TIMESTEPS.length; i++) {
                merged.atTimestep(TIMESTEPS[i]);
                assertThat(Agreement.error(predict(TIMESTEPS[i]), expected[i]))
                        .as("timestep %d", TIMESTEPS[i])
                        .isLessThan(1e-5);
            }
        }
    }

    @Test
    void oneAdapterAfterAnotherLeavesNothingOfTheFirst() {
        Adapter first = disturbed(AdapterMethod.TLORA, 2000);
        Adapter second = disturbed(AdapterMethod.LORA, 3000);
        second.attachTo(unet);
        second.atTimestep(500);
        NDArray expected = predict(500);
        second.detachFrom(unet);

        try (MergedAdapter merged = new MergedAdapter(unet)) {
            merged.use(first);
            merged.atTimestep(1);
            merged.use(second);
            merged.atTimestep(500);

            assertThat(Agreement.error(predict(500), expected)).isLessThan(1e-5);
        }
    }

    @Test
    void anotherPromptMeetsTheComponentsOfTheMoment() {
        Adapter adapter = disturbed(AdapterMethod.TLORA, 2000);
        Conditioning other = otherPrompt();
        adapter.attachTo(unet);
        adapter.atTimestep(500);
        NDArray expected = predict(500, other);
        adapter.atTimestep(1);
        NDArray expectedLater = predict(1, other);
        adapter.detachFrom(unet);

        try (MergedAdapter merged = new MergedAdapter(unet)) {
            merged.use(adapter);
            merged.atTimestep(500);
            predict(500);

            assertThat(Agreement.error(predict(500, other), expected)).isLessThan(1e-5);
            merged.atTimestep(1);
            assertThat(Agreement.error(predict(1, other), expectedLater)).isLessThan(1e-5);
        }
    }

    @Test
    void closingGivesTheNetworkItsOwnWeightsBack() {
        float[] before = predict(500).toFloatArray();
        try (MergedAdapter merged = new MergedAdapter(unet)) {
            merged.use(disturbed(AdapterMethod.TLORA, 2000));
            merged.atTimestep(1);
            assertThat(predict(500).toFloatArray()).isNotEqualTo(before);
        }

        assertThat(predict(500).toFloatArray()).isEqualTo(before);
    }

    @Test
    void aLowerDialUsesFewerComponents() {
        try (MergedAdapter merged = new MergedAdapter(unet)) {
            merged.use(disturbed(AdapterMethod.TLORA, 2000));
            assertThat(merged.atTimestep(500)).isEqualTo(4);

            merged.useRanks(new RankSchedule(6, 1, 3));

            assertThat(merged.atTimestep(500)).isEqualTo(1);
            assertThatThrownBy(() -> merged.useRanks(new RankSchedule(5, 1, 1)))
                    .hasMessage("the adapter has rank 6, not 5");
        }
    }

    @Test
    void stepsLeaveNoArraysBehind() {
        Adapter adapter = disturbed(AdapterMethod.TLORA, 2000);
        try (MergedAdapter merged = new MergedAdapter(unet)) {
            merged.use(adapter);
            merged.atTimestep(961);
            int before = manager.getManagedArrays().size();

            for (int timestep : TIMESTEPS) {
                merged.atTimestep(timestep);
            }

            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    private Adapter disturbed(AdapterMethod method, int firstNumber) {
        Adapter adapter =
                Adapter.create(
                        new AdapterSettings(
                                method, new RankSchedule(6, 2, 1), Initialisation.RANDOM_LAST, 3),
                        unet,
                        manager);
        int number = firstNumber;
        for (NDArray array : adapter.trainable().values()) {
            array.addi(TinyModel.gaussian(number++, array.getShape(), manager).mul(0.1));
        }
        return adapter;
    }

    private Conditioning otherPrompt() {
        return new Conditioning(
                TinyModel.gaussian(1100, conditioning.hidden().getShape(), manager),
                conditioning.pooled(),
                conditioning.timeIds());
    }

    private NDArray predict(int timestep) {
        return predict(timestep, conditioning);
    }

    private NDArray predict(int timestep, Conditioning prompt) {
        NDArray sample =
                TinyModel.gaussian(1005, new Shape(2, 4, TinyModel.SIDE, TinyModel.SIDE), manager);
        NDArray timesteps = manager.create(new float[] {timestep, timestep});
        return Gradients.without(() -> unet.forward(sample, timesteps, prompt));
    }
}
