package dev.tlora.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agreement with diffusers' schedulers under SDXL's configuration. */
class SchedulerParityTest {

    private static final Fixture FIXTURE = Fixture.of("schedulers");

    private final NDManager manager = NDManager.newBaseManager();
    private NoiseSchedule schedule;

    @BeforeEach
    void readSchedule() throws IOException {
        schedule =
                NoiseSchedule.from(
                        SchedulerConfig.parse(
                                new ObjectMapper().readTree(FIXTURE.file("config.json").toFile())));
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void imageIsLeftAsInTheReferenceAtEveryTimestep() {
        float[] expected = read("noising.safetensors", "alphas_cumprod").toFloatArray();

        assertThat(expected).hasSize(schedule.steps());
        for (int timestep = 0; timestep < expected.length; timestep++) {
            // The reference multiplies a thousand factors in float32.
            assertThat(schedule.alphasCumprod(timestep))
                    .as("timestep %d", timestep)
                    .isCloseTo(expected[timestep], within(expected[timestep] * 1e-4));
        }
    }

    @Test
    void noiseIsAddedAsInTheReference() {
        String file = "noising.safetensors";

        NDArray noisy =
                schedule.addNoise(
                        read(file, "latents"),
                        read(file, "noise"),
                        read(file, "timesteps").toIntArray());

        Agreement.assertAgrees("noisy", noisy, read(file, "noisy"), Agreement.FORWARD);
    }

    @ParameterizedTest
    @CsvSource({
        "euler, 5", "euler, 25", "euler, 28", "euler, 50",
        "ddim, 5", "ddim, 25", "ddim, 28", "ddim, 50",
        "dpmpp-2m, 5", "dpmpp-2m, 25", "dpmpp-2m, 28", "dpmpp-2m, 50"
    })
    void everyStepIsTheReferences(String kind, int steps) {
        // Given
        String file = kind + "-" + steps + ".safetensors";
        NDArray predictions = read(file, "predictions");
        NDArray inputs = read(file, "inputs");
        NDArray expected = read(file, "latents");
        try (Scheduler scheduler = SchedulerKind.of(kind).create(schedule, steps)) {
            assertThat(scheduler.timesteps()).containsExactly(read(file, "timesteps").toIntArray());
            NDArray latents = read(file, "noise").mul(scheduler.initNoiseSigma());
            for (int index = 0; index < steps; index++) {
                // When
                NDArray input = scheduler.scaleInput(latents, index);
                latents = scheduler.step(predictions.get(index), index, latents);

                // Then
                String step = "step " + index;
                Agreement.assertAgrees(
                        "input of " + step, input, inputs.get(index), Agreement.FORWARD);
                Agreement.assertAgrees(step, latents, expected.get(index + 1), Agreement.FORWARD);
            }
        }
    }

    private NDArray read(String file, String tensor) {
        return FIXTURE.tensor(file, tensor, manager);
    }
}
