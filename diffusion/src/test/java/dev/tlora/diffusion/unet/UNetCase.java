package dev.tlora.diffusion.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.Fixture;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.Kernel;
import java.io.IOException;
import java.util.List;

/** One file of inputs to a U-Net, and what the reference made of them. */
record UNetCase(Fixture fixture, String name, UNet unet, NDManager manager) {

    private static final String GRADIENT = "grad.";

    static UNet load(Fixture fixture, NDManager weights) throws IOException {
        UNet unet =
                new UNet(
                        UNetConfig.parse(
                                new ObjectMapper().readTree(fixture.file("config.json").toFile())));
        fixture.load(unet, weights);
        return unet;
    }

    NDArray read(String tensor) {
        return fixture.tensor(file(), tensor, manager);
    }

    private String file() {
        return name + ".safetensors";
    }

    Conditioning conditioning() {
        return new Conditioning(
                read("encoder_hidden_states"), read("text_embeds"), read("time_ids"));
    }

    NDArray denoise() {
        return unet.forward(read("sample"), read("timesteps"), conditioning());
    }

    /** The weights whose gradients the file holds. */
    List<String> adaptedProjections() {
        try (SafetensorsFile tensors = fixture.open(file())) {
            return tensors.names().stream()
                    .filter(tensor -> tensor.startsWith(GRADIENT) && !tensor.endsWith(".sample"))
                    .map(tensor -> tensor.substring(GRADIENT.length()))
                    .toList();
        }
    }

    /** Compares the gradients of the loss in the latents and in adapted projections. */
    void assertGradientsAgree() {
        NDArray sample = read("sample");
        sample.setRequiresGradient(true);
        List<String> projections = adaptedProjections();
        projections.forEach(key -> weight(key).setRequiresGradient(true));

        Gradients.backward(
                () ->
                        Kernel.MSE.call(
                                unet.forward(sample, read("timesteps"), conditioning()),
                                read("target")));

        assertGradientAgrees("sample", sample);
        projections.forEach(key -> assertGradientAgrees(key, weight(key)));
    }

    private NDArray weight(String key) {
        return unet.namedWeights().get(key).array();
    }

    private void assertGradientAgrees(String key, NDArray tracked) {
        NDArray gradient = Gradients.of(tracked, manager);
        Agreement.assertAgrees(key, gradient, read(GRADIENT + key), Agreement.GRADIENT);
        tracked.setRequiresGradient(false);
        Gradients.clear(tracked);
    }
}
