package dev.tlora.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.fixture.Agreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SchedulerTest {

    private static final NoiseSchedule SDXL = NoiseSchedule.from(SchedulerConfig.sdxl());

    @ParameterizedTest
    @CsvSource({"25, 961, 921, 1", "28, 946, 911, 1", "30, 958, 925, 1", "50, 981, 961, 1"})
    void eulerSpacesItsTimestepsLeading(int steps, int first, int second, int last) {
        try (Scheduler scheduler = SchedulerKind.EULER.create(SDXL, steps)) {
            int[] timesteps = scheduler.timesteps();

            assertThat(timesteps).hasSize(steps).startsWith(first, second).endsWith(last);
        }
    }

    @Test
    void eulerStartsAboveTheNoiseOfItsFirstTimestep() {
        try (Scheduler scheduler = SchedulerKind.EULER.create(SDXL, 25)) {
            assertThat(SDXL.sigma(961)).isCloseTo(11.676, within(1e-3));
            assertThat(SDXL.sigma(999)).isCloseTo(14.615, within(1e-3));
            assertThat(scheduler.initNoiseSigma()).isCloseTo(11.719, within(1e-3));
        }
    }

    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void perfectPredictionsLeadToTheImage(SchedulerKind kind) {
        try (NDManager manager = NDManager.newBaseManager();
                Scheduler scheduler = kind.create(SDXL, 20)) {
            // Given
            NDArray image = manager.randomNormal(new Shape(1, 4, 4, 4));
            NDArray noise = manager.randomNormal(new Shape(1, 4, 4, 4));
            int first = scheduler.timesteps()[0];
            NDArray latents = SDXL.addNoise(image, noise, new int[] {first});
            if (kind == SchedulerKind.EULER) {
                latents = latents.mul(scheduler.initNoiseSigma());
            }

            // When
            for (int index = 0; index < 20; index++) {
                latents = scheduler.step(noise, index, latents);
            }

            // Then
            NDArray end =
                    kind == SchedulerKind.DDIM ? SDXL.addNoise(image, noise, new int[] {0}) : image;
            Agreement.assertAgrees("the image", latents, end, Agreement.FORWARD);
        }
    }

    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void networkSeesLatentsOfUnitVariance(SchedulerKind kind) {
        try (NDManager manager = NDManager.newBaseManager();
                Scheduler scheduler = kind.create(SDXL, 25)) {
            NDArray noise = manager.randomNormal(new Shape(1, 4, 64, 64));

            NDArray input = scheduler.scaleInput(noise.mul(scheduler.initNoiseSigma()), 0);

            assertThat(input.square().mean().getFloat()).isCloseTo(1f, within(0.05f));
        }
    }

    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void runLeavesNothingBehindInTheManagersOfItsSteps(SchedulerKind kind) {
        try (NDManager manager = NDManager.newBaseManager();
                Scheduler scheduler = kind.create(SDXL, 4)) {
            NDArray noise = manager.randomNormal(new Shape(1, 4, 4, 4));
            NDArray latents = manager.randomNormal(new Shape(1, 4, 4, 4));
            int before = manager.getManagedArrays().size();

            for (int index = 0; index < 4; index++) {
                NDArray next = scheduler.step(noise, index, latents);
                latents.close();
                latents = next;
            }

            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void secondRunOfOneSchedulerForgetsTheFirst(SchedulerKind kind) {
        try (NDManager manager = NDManager.newBaseManager();
                Scheduler used = kind.create(SDXL, 8);
                Scheduler fresh = kind.create(SDXL, 8)) {
            NDArray noise = manager.randomNormal(new Shape(1, 4, 4, 4));
            NDArray latents = manager.randomNormal(new Shape(1, 4, 4, 4));
            used.step(latents, 0, noise);

            NDArray again = used.step(noise, 1, used.step(noise, 0, latents));

            NDArray expected = fresh.step(noise, 1, fresh.step(noise, 0, latents));
            assertThat(again).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void moreStepsThanTimestepsAreRefused(SchedulerKind kind) {
        assertThatThrownBy(() -> kind.create(SDXL, 1001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1001 sampling steps are too many for a schedule of 1000 timesteps");
        assertThatThrownBy(() -> kind.create(SDXL, 0))
                .hasMessage("sampling takes at least 1 step, not 0");
    }

    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void kindIsFoundByItsWireName(SchedulerKind kind) {
        assertThat(SchedulerKind.of(kind.wireName())).isEqualTo(kind);
    }

    @Test
    void unknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> SchedulerKind.of("heun"))
                .hasMessage("unknown scheduler 'heun'; known are euler, ddim, dpmpp-2m");
    }
}
