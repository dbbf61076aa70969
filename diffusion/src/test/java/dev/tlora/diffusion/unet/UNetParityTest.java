package dev.tlora.diffusion.unet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.Fixture;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.Kernel;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agreement with diffusers' {@code UNet2DConditionModel}. */
class UNetParityTest {

    private static final Fixture FIXTURE = Fixture.of("unet");
    private static final String GRADIENT = "grad.";

    private static NDManager weights;
    private static UNet unet;

    private final NDManager manager = weights.newSubManager();

    @BeforeAll
    static void load() throws IOException {
        weights = NDManager.newBaseManager();
        unet =
                new UNet(
                        UNetConfig.parse(
                                new ObjectMapper().readTree(FIXTURE.file("config.json").toFile())));
        FIXTURE.load(unet, weights);
    }

    @AfterAll
    static void freeWeights() {
        weights.close();
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"square", "non_square", "batch"})
    void predictsTheReferencesNoise(String name) {
        Case given = new Case(name);

        NDArray out = given.denoise();

        Agreement.assertAgrees("noise", out, given.read("out"), Agreement.FORWARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"square", "non_square", "batch"})
    void embedsTimestepsAndSizesAsTheReference(String name) {
        Case given = new Case(name);
        Conditioning conditioning = given.conditioning();

        NDArray time = unet.embed(given.read("timesteps"), conditioning);

        NDArray sum = given.read("tap.time_embedding").add(given.read("tap.add_embedding"));
        Agreement.assertAgrees("time", time, Kernel.SILU.call(sum), Agreement.FORWARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"square", "non_square", "batch"})
    void eachDownBlockHandsOnWhatTheReferenceDoes(String name) {
        Case given = new Case(name);
        Conditioning conditioning = given.conditioning();
        NDArray time = unet.embed(given.read("timesteps"), conditioning);
        NDArray hidden = given.read("tap.conv_in");

        for (DownBlock2D block : unet.namedBlocks(DownBlock2D.class).values()) {
            hidden = block.forward(hidden, time, conditioning.hidden(), new ArrayDeque<>());
        }
        NDArray middle =
                unet.namedBlocks(MidBlock2D.class)
                        .get("mid_block")
                        .forward(hidden, time, conditioning.hidden());

        Agreement.assertAgrees("down", hidden, given.read("tap.down_blocks.2"), Agreement.FORWARD);
        Agreement.assertAgrees("middle", middle, given.read("tap.mid_block"), Agreement.FORWARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"square", "non_square", "batch"})
    void gradientsAgreeInTheLatentsAndInAdaptedProjections(String name) {
        // Given
        Case given = new Case(name);
        NDArray sample = given.read("sample");
        sample.setRequiresGradient(true);
        List<String> projections = given.namesOf(GRADIENT);
        projections.forEach(key -> unet.namedWeights().get(key).array().setRequiresGradient(true));

        // When
        Gradients.backward(
                () ->
                        Kernel.MSE.call(
                                unet.forward(sample, given.read("timesteps"), given.conditioning()),
                                given.read("target")));

        // Then
        assertThat(projections).hasSize(6);
        assertAgrees("sample", sample, given);
        projections.forEach(key -> assertAgrees(key, unet.namedWeights().get(key).array(), given));
    }

    private void assertAgrees(String key, NDArray tracked, Case given) {
        NDArray gradient = Gradients.of(tracked, manager);
        Agreement.assertAgrees(key, gradient, given.read(GRADIENT + key), Agreement.GRADIENT);
        tracked.setRequiresGradient(false);
        Gradients.clear(tracked);
    }

    /** One file of inputs and outputs. */
    private final class Case {

        private final String file;

        Case(String name) {
            file = name + ".safetensors";
        }

        NDArray read(String tensor) {
            return FIXTURE.tensor(file, tensor, manager);
        }

        List<String> namesOf(String prefix) {
            try (SafetensorsFile tensors = FIXTURE.open(file)) {
                return tensors.names().stream()
                        .filter(name -> name.startsWith(prefix) && !name.endsWith(".sample"))
                        .map(name -> name.substring(prefix.length()))
                        .toList();
            }
        }

        Conditioning conditioning() {
            return new Conditioning(
                    read("encoder_hidden_states"), read("text_embeds"), read("time_ids"));
        }

        NDArray denoise() {
            return unet.forward(read("sample"), read("timesteps"), conditioning());
        }
    }
}
