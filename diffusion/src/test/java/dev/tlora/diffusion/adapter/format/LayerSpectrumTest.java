package dev.tlora.diffusion.adapter.format;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.TrainedAdapter;
import dev.tlora.diffusion.fixture.TinyModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerSpectrumTest {

    private static final String PATH =
            "down_blocks.1.attentions.0.transformer_blocks.3.attn2.to_out.0";

    @ParameterizedTest
    @CsvSource({
        "1 1 1 1, 4",
        "95 4 1 0, 1",
        "90 4 4 2, 3",
        "0 0 0 0, 0",
    })
    void theEffectiveRankHolds95PercentOfTheSum(String values, int rank) {
        List<Float> numbers =
                List.of(values.split(" ", -1)).stream().map(Float::parseFloat).toList();

        assertThat(new LayerSpectrum(PATH, numbers).effectiveRank()).isEqualTo(rank);
    }

    @Test
    void aFreshOrthogonalAdapterUsesAllItsComponentsAndAFreshLoraNone() {
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThat(spectra(AdapterMethod.TLORA, manager))
                    .allSatisfy(
                            layer -> {
                                assertThat(layer.effectiveRank()).isEqualTo(4);
                                assertThat(layer.values())
                                        .allSatisfy(
                                                value -> assertThat(value).isBetween(0.99f, 1.01f));
                            });
            assertThat(spectra(AdapterMethod.LORA, manager))
                    .allSatisfy(layer -> assertThat(layer.effectiveRank()).isZero());
        }
    }

    @Test
    void layersOfOneKindAreOneGroup() {
        LayerSpectrum one = new LayerSpectrum(PATH, List.of(3f, 1f));
        LayerSpectrum other =
                new LayerSpectrum(PATH.replace("blocks.3", "blocks.4"), List.of(98f, 2f));

        List<GroupSpectrum> groups = GroupSpectrum.of(List.of(one, other));

        assertThat(groups)
                .containsExactly(
                        new GroupSpectrum(
                                "down_blocks.1 attn2 to_out.0", 2, List.of(50.5, 1.5), 1, 1.5, 2));
    }

    private static List<LayerSpectrum> spectra(AdapterMethod method, NDManager manager) {
        return LayerSpectrum.of(
                Adapter.create(TrainedAdapter.settings(method), TinyModel.unet(manager), manager));
    }
}
