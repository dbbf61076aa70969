package dev.tlora.diffusion.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agreement with diffusers' {@code AutoencoderKL}. */
class VaeParityTest {

    private static final Fixture FIXTURE = Fixture.of("vae");

    private static NDManager weights;
    private static Vae vae;

    private final NDManager manager = weights.newSubManager();

    @BeforeAll
    static void load() throws IOException {
        weights = NDManager.newBaseManager();
        vae =
                new Vae(
                        VaeConfig.parse(
                                new ObjectMapper().readTree(FIXTURE.file("config.json").toFile())));
        FIXTURE.load(vae, weights);
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
    @ValueSource(strings = {"square.safetensors", "odd.safetensors"})
    void encodesToTheReferencesPosterior(String file) {
        Posterior posterior = vae.encode(read(file, "pixels"));

        NDArray sample = posterior.sample(read(file, "noise"));
        Agreement.assertAgrees("mean", posterior.mean(), read(file, "mean"), Agreement.FORWARD);
        Agreement.assertAgrees(
                "log-variance", posterior.logVariance(), read(file, "logvar"), Agreement.FORWARD);
        Agreement.assertAgrees("sample", sample, read(file, "posterior_sample"), Agreement.FORWARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"square.safetensors", "odd.safetensors"})
    void decodesToTheReferencesPixels(String file) {
        NDArray decoded = vae.decode(read(file, "latents"));

        Agreement.assertAgrees("pixels", decoded, read(file, "decoded"), Agreement.FORWARD);
    }

    private NDArray read(String file, String tensor) {
        return FIXTURE.tensor(file, tensor, manager);
    }
}
