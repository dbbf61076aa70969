package dev.tlora.diffusion.sampling;

import static dev.tlora.diffusion.fixture.Agreement.FORWARD;
import static dev.tlora.diffusion.fixture.Agreement.assertAgrees;
import static dev.tlora.diffusion.fixture.Agreement.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.schedule.SchedulerConfig;
import dev.tlora.diffusion.schedule.SchedulerKind;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextToImageTest {

    private static final ImageSize SIZE = ImageSize.square(TinyModel.SIDE * 8);

    private final NDManager weights = NDManager.newBaseManager();
    private final NDManager manager = NDManager.newBaseManager();
    private final UNet unet = TinyModel.unet(weights);
    private final TextToImage textToImage =
            new TextToImage(unet, NoiseSchedule.from(SchedulerConfig.sdxl()));

    @AfterEach
    void free() {
        manager.close();
        weights.close();
    }

    @Test
    void anImageDependsOnItsPromptAndSeedButNotOnTheBatch() {
        Conditioning three = TinyModel.conditioning(3, manager);
        Conditioning second =
                new Conditioning(
                        three.hidden().get("1:2"),
                        three.pooled().get("1:2"),
                        three.timeIds().get("1:2"));

        NDArray together = sample(three, settings(4, 5), 11, 22, 33);
        NDArray alone = sample(second, settings(4, 5), 22);

        assertAgrees("the second image", alone, together.get("1:2"), FORWARD);
        assertThat(error(sample(second, settings(4, 5), 23), alone)).isGreaterThan(0.1);
        assertThat(error(together.get("2:3"), alone)).isGreaterThan(0.1);
    }

    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void theSameSeedGivesTheSameImageEveryTime(SchedulerKind scheduler) {
        Conditioning prompts = TinyModel.conditioning(1, manager);
        SamplingSettings settings = new SamplingSettings(scheduler, 4, 3, SIZE);

        NDArray image = sample(prompts, settings, 7);

        assertThat(image.getShape()).isEqualTo(new Shape(1, 4, TinyModel.SIDE, TinyModel.SIDE));
        assertThat(image.toFloatArray()).isEqualTo(sample(prompts, settings, 7).toFloatArray());
    }

    /** One Euler step is linear in the predicted noise, and so in the guidance. */
    @Test
    void guidanceContinuesTheLineFromNoPromptThroughThePrompt() {
        Conditioning prompts = TinyModel.conditioning(1, manager);

        NDArray prompted = sample(prompts, settings(1, 1), 7);
        NDArray at2 = sample(prompts, settings(1, 2), 7);
        NDArray at5 = sample(prompts, settings(1, 5), 7);

        assertThat(error(at2, prompted)).isGreaterThan(1e-3);
        assertAgrees("guidance 5", at5, prompted.add(at2.sub(prompted).mul(4)), FORWARD);
    }

    @Test
    void guidanceOfOneOrLessRunsThePromptsAlone() {
        Conditioning prompts = TinyModel.conditioning(1, manager);

        float[] one = sample(prompts, settings(3, 1), 7).toFloatArray();

        assertThat(sample(prompts, settings(3, 0), 7).toFloatArray()).isEqualTo(one);
    }

    @Test
    void listenerAndAdapterHearOfEachTimestepBeforeItsStep() {
        List<String> heard = new ArrayList<>();

        textToImage.sample(
                TinyModel.conditioning(1, manager),
                new long[] {7},
                settings(3, 5),
                timestep -> heard.add("adapter " + timestep),
                (step, steps, timestep) -> heard.add(step + "/" + steps + " " + timestep));

        assertThat(heard)
                .containsExactly(
                        "0/3 667", "adapter 667", "1/3 334", "adapter 334", "2/3 1", "adapter 1");
    }

    @Test
    void cancellingFreesEverythingAndReachesTheCaller() {
        Conditioning prompts = TinyModel.conditioning(2, manager);
        int before = manager.getManagedArrays().size();
        int loaded = weights.getManagedArrays().size();
        StepListener cancelling =
                (step, steps, timestep) -> {
                    if (step == 2) {
                        throw new CancellationException("enough");
                    }
                };

        assertThatThrownBy(
                        () ->
                                textToImage.sample(
                                        prompts,
                                        new long[] {1, 2},
                                        new SamplingSettings(SchedulerKind.DPMPP_2M, 4, 5, SIZE),
                                        TimestepAware.none(),
                                        cancelling))
                .isInstanceOf(CancellationException.class)
                .hasMessage("enough");

        assertThat(manager.getManagedArrays()).hasSize(before);
        assertThat(weights.getManagedArrays()).hasSize(loaded);
        assertThat(sample(prompts, settings(2, 5), 1, 2).getShape().get(0)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void onlyTheResultIsLeftBehind(SchedulerKind scheduler) {
        Conditioning prompts = TinyModel.conditioning(2, manager);
        SamplingSettings settings = new SamplingSettings(scheduler, 3, 5, SIZE);
        int before = manager.getManagedArrays().size();
        int loaded = weights.getManagedArrays().size();

        for (int run = 1; run <= 2; run++) {
            sample(prompts, settings, run, run);

            assertThat(manager.getManagedArrays()).hasSize(before + run);
            assertThat(weights.getManagedArrays()).hasSize(loaded);
        }
    }

    /** In a thread of its own: DJL switches gradients off in the thread that loads the engine. */
    @Test
    void anAdapterInTrainingLeavesNoGradientsBehind() throws InterruptedException {
        AdapterSettings settings =
                new AdapterSettings(
                        AdapterMethod.TLORA,
                        new RankSchedule(4, 2, 1),
                        Initialisation.RANDOM_LAST,
                        0);
        AtomicReference<NDArray> image = new AtomicReference<>();
        try (Adapter adapter = Adapter.create(settings, unet, weights)) {
            adapter.trainable().values().forEach(array -> array.setRequiresGradient(true));
            adapter.attachTo(unet);

            Thread sampler = new Thread(() -> image.set(sampleWith(adapter)));
            sampler.start();
            sampler.join();

            assertThatThrownBy(() -> backward(image.get()))
                    .hasMessageContaining("does not have a grad_fn");
        }
    }

    private static void backward(NDArray result) {
        JniUtils.backward((PtNDArray) result, (PtNDArray) result.onesLike(), false, false);
    }

    private NDArray sampleWith(Adapter adapter) {
        return textToImage.sample(
                TinyModel.conditioning(1, manager),
                new long[] {7},
                settings(2, 5),
                adapter::atTimestep,
                StepListener.none());
    }

    @Test
    void everyPromptNeedsASeed() {
        Conditioning prompts = TinyModel.conditioning(2, manager);

        assertThatThrownBy(() -> sample(prompts, settings(2, 5), 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 prompts need as many seeds, got 1");
    }

    @Test
    void sizesThatLatentsCannotMeetAreRefused() {
        assertThatThrownBy(
                        () ->
                                new SamplingSettings(
                                        SchedulerKind.EULER, 2, 5, new ImageSize(64, 100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("height and width must be multiples of 8, are 64 and 100");
    }

    @Test
    void timeIdsAreHeightBeforeWidthForEachImage() {
        NDArray ids = new ImageSize(64, 96).timeIds(2, manager);

        assertThat(ids.toFloatArray()).containsExactly(64, 96, 0, 0, 64, 96, 64, 96, 0, 0, 64, 96);
    }

    private NDArray sample(Conditioning prompts, SamplingSettings settings, long... seeds) {
        return textToImage.sample(
                prompts, seeds, settings, TimestepAware.none(), StepListener.none());
    }

    private static SamplingSettings settings(int steps, double guidance) {
        return new SamplingSettings(SchedulerKind.EULER, steps, guidance, SIZE);
    }
}
