package dev.tlora.diffusion.unet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.Fixture;
import dev.tlora.diffusion.tensor.Kernel;
import java.io.IOException;
import java.util.ArrayDeque;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agreement with diffusers' {@code UNet2DConditionModel}. */
class UNetParityTest {

    private static final Fixture FIXTURE = Fixture.of("unet");

    private static NDManager weights;
    private static UNet unet;

    private final NDManager manager = weights.newSubManager();

    @BeforeAll
    static void load() throws IOException {
        weights = NDManager.newBaseManager();
        unet = UNetCase.load(FIXTURE, weights);
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
        UNetCase given = new UNetCase(FIXTURE, name, unet, manager);

        NDArray out = given.denoise();

        Agreement.assertAgrees("noise", out, given.read("out"), Agreement.FORWARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"square", "non_square", "batch"})
    void embedsTimestepsAndSizesAsTheReference(String name) {
        UNetCase given = new UNetCase(FIXTURE, name, unet, manager);
        Conditioning conditioning = given.conditioning();

        NDArray time = unet.embed(given.read("timesteps"), conditioning);

        NDArray sum = given.read("tap.time_embedding").add(given.read("tap.add_embedding"));
        Agreement.assertAgrees("time", time, Kernel.SILU.call(sum), Agreement.FORWARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"square", "non_square", "batch"})
    void eachDownBlockHandsOnWhatTheReferenceDoes(String name) {
        UNetCase given = new UNetCase(FIXTURE, name, unet, manager);
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
        UNetCase given = new UNetCase(FIXTURE, name, unet, manager);

        assertThat(given.adaptedProjections()).hasSize(6);
        given.assertGradientsAgree();
    }
}
