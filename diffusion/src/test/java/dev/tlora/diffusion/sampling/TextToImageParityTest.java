package dev.tlora.diffusion.sampling;

import static dev.tlora.diffusion.fixture.Agreement.FORWARD;
import static dev.tlora.diffusion.fixture.Agreement.assertAgrees;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.checkpoint.JsonFile;
import dev.tlora.diffusion.checkpoint.WeightLoader;
import dev.tlora.diffusion.fixture.Fixture;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.schedule.SchedulerConfig;
import dev.tlora.diffusion.schedule.SchedulerKind;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import dev.tlora.diffusion.vae.Vae;
import dev.tlora.diffusion.vae.VaeConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TextToImageParityTest {

    private static final Fixture FIXTURE = Fixture.of("text_to_image");
    private static final String RUN = "run.safetensors";
    private static final int STEPS = 5;

    /** The fixture's, wider than high so that a swap of both shows. */
    private static final ImageSize SIZE = new ImageSize(64, 96);

    private final NDManager manager = NDManager.newBaseManager();
    private TextToImage textToImage;
    private Conditioning prompts;

    @BeforeEach
    void load() {
        UNet unet = new UNet(UNetConfig.parse(config("unet/config.json")));
        fill(unet, "unet/model.safetensors");
        NoiseSchedule schedule =
                NoiseSchedule.from(
                        SchedulerConfig.parse(config("scheduler/scheduler_config.json")));
        textToImage = new TextToImage(unet, schedule);
        prompts = new Conditioning(run("hidden"), run("pooled"), SIZE.timeIds(2, manager));
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void guidedLatentsAndPixelsAgreeWithTheReferencePipeline() {
        Vae vae = new Vae(VaeConfig.parse(config("vae/config.json")));
        fill(vae, "vae/model.safetensors");

        NDArray latents = denoise(5);

        assertAgrees("latents", latents, run("after").get(STEPS - 1), FORWARD);
        NDArray pixels = vae.decode(latents.div(vae.scalingFactor()));
        assertAgrees("images", pixels.div(2).add(0.5).clip(0, 1), run("images"), FORWARD);
    }

    @Test
    void unguidedLatentsAgreeWithTheReferencePipeline() {
        assertAgrees("latents", denoise(1), run("unguided"), FORWARD);
    }

    private NDArray denoise(double guidance) {
        SamplingSettings settings =
                new SamplingSettings(SchedulerKind.EULER, STEPS, guidance, SIZE);
        return textToImage.denoise(
                run("noise"), prompts, settings, TimestepAware.none(), StepListener.none());
    }

    private NDArray run(String name) {
        return FIXTURE.tensor(RUN, name, manager);
    }

    private static JsonNode config(String file) {
        return JsonFile.read(FIXTURE.file(file));
    }

    private void fill(CheckpointBlock network, String file) {
        try (SafetensorsFile weights = FIXTURE.open(file)) {
            WeightLoader.load(network, weights, manager);
        }
    }
}
