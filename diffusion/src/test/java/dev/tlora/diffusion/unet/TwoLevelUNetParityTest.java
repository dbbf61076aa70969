package dev.tlora.diffusion.unet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Agreement with diffusers where a U-Net has two levels of one resnet, attention in both and other
 * latents than SDXL's, as the starter model.
 */
class TwoLevelUNetParityTest {

    private final NDManager manager = NDManager.newBaseManager();
    private UNetCase given;

    @BeforeEach
    void load() throws IOException {
        Fixture fixture = Fixture.of("unet_two_levels");
        given = new UNetCase(fixture, "batch", UNetCase.load(fixture, manager), manager);
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void predictsTheReferencesNoise() {
        Agreement.assertAgrees("noise", given.denoise(), given.read("out"), Agreement.FORWARD);
    }

    @Test
    void gradientsAgreeInTheLatentsAndInAdaptedProjections() {
        assertThat(given.adaptedProjections()).hasSize(3);
        given.assertGradientsAgree();
    }
}
