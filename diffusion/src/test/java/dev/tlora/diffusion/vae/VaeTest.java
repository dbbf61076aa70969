package dev.tlora.diffusion.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.tensor.Weight;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaeTest {

    private final NDManager weights = NDManager.newBaseManager();

    @AfterEach
    void freeWeights() {
        weights.close();
    }

    @Test
    void sdxlsVaeHasThePublishedTensors() {
        VaeConfig sdxl = new VaeConfig(3, 4, List.of(128, 256, 512, 512), 2, 32, 0.13025, true);

        Map<String, Weight> named = new Vae(sdxl).namedWeights();

        assertThat(named).hasSize(248);
        assertThat(named.values().stream().mapToLong(weight -> weight.shape().size()).sum())
                .isEqualTo(83_653_863);
        assertThat(named)
                .containsKeys(
                        "encoder.down_blocks.1.resnets.0.conv_shortcut.weight",
                        "encoder.down_blocks.2.downsamplers.0.conv.bias",
                        "encoder.mid_block.attentions.0.to_out.0.weight",
                        "decoder.mid_block.attentions.0.group_norm.weight",
                        "decoder.up_blocks.2.resnets.0.conv_shortcut.bias",
                        "decoder.up_blocks.0.upsamplers.0.conv.weight",
                        "decoder.conv_norm_out.weight",
                        "quant_conv.weight",
                        "post_quant_conv.bias");
    }

    @Test
    void pixelsThatLatentsDoNotDivideAreDropped() {
        Vae vae = random();
        try (NDManager manager = weights.newSubManager()) {
            NDArray pixels = manager.randomNormal(new Shape(2, 3, 23, 37));

            Posterior posterior = vae.encode(pixels);

            assertThat(posterior.mean().getShape()).isEqualTo(new Shape(2, 4, 5, 9));
            assertThat(vae.decode(posterior.mean()).getShape()).isEqualTo(new Shape(2, 3, 20, 36));
        }
    }

    @Test
    void logVarianceStaysWithinItsBounds() {
        Vae vae = random();
        try (NDManager manager = weights.newSubManager()) {
            NDArray glaring = manager.randomNormal(new Shape(1, 3, 16, 16)).mul(1e6);
            vae.namedWeights().get("quant_conv.weight").array().muli(1e6);

            Posterior posterior = vae.encode(glaring);

            assertThat(posterior.logVariance().max().getFloat()).isEqualTo(20);
            assertThat(posterior.logVariance().min().getFloat()).isEqualTo(-30);
        }
    }

    @Test
    void sampleSpreadsTheNoiseAroundTheMean() {
        NDArray mean = weights.create(new float[] {1, 2});
        NDArray logVariance = weights.create(new float[] {0, (float) Math.log(9)});

        NDArray sample =
                new Posterior(mean, logVariance).sample(weights.create(new float[] {-1, 2}));

        assertThat(sample.getFloat(0)).isEqualTo(0);
        assertThat(sample.getFloat(1)).isCloseTo(2 + 3 * 2, within(1e-5f));
    }

    @Test
    void onlyResultsAreLeftBehind() {
        Vae vae = random();
        try (NDManager manager = weights.newSubManager()) {
            NDArray pixels = manager.randomNormal(new Shape(1, 3, 16, 16));
            int before = manager.getManagedArrays().size();
            int loaded = weights.getManagedArrays().size();

            try (Posterior posterior = vae.encode(pixels)) {
                vae.decode(posterior.mean()).close();
                assertThat(manager.getManagedArrays()).hasSize(before + 2);
            }

            assertThat(manager.getManagedArrays()).hasSize(before);
            assertThat(weights.getManagedArrays()).hasSize(loaded);
        }
    }

    @Test
    void pixelsThatOverflowAreAnErrorThatSaysWhatToChange() {
        Vae vae = random();
        try (NDManager manager = weights.newSubManager()) {
            NDArray latents = manager.randomNormal(new Shape(1, 4, 2, 2));
            vae.namedWeights().get("decoder.conv_norm_out.weight").array().muli(1e30);
            vae.namedWeights().get("decoder.conv_out.weight").array().muli(1e30);

            assertThatThrownBy(() -> vae.decode(latents))
                    .isInstanceOf(NotFiniteException.class)
                    .hasMessage(
                            "the VAE made pixels that are no numbers of good latents; set"
                                    + " force_upcast in vae/config.json to true, so that it runs in"
                                    + " float32");
            assertThat(manager.getManagedArrays()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void latentsThatAreNoNumbersAreNotBlamedOnTheVae(float diverged) {
        Vae vae = random();
        try (NDManager manager = weights.newSubManager()) {
            NDArray latents = manager.full(new Shape(1, 4, 2, 2), diverged);

            assertThatThrownBy(() -> vae.decode(latents))
                    .isInstanceOf(NotFiniteException.class)
                    .hasMessage(
                            "the latents to decode are no numbers; the steps before have diverged");
        }
    }

    private Vae random() {
        Vae vae = new Vae(new VaeConfig(3, 4, List.of(8, 16, 16), 1, 4, 0.5, true));
        for (Weight weight : vae.namedWeights().values()) {
            weight.load(weights.randomNormal(0, 0.2f, weight.shape(), DataType.FLOAT32));
        }
        return vae;
    }
}
