package dev.tlora.diffusion.adapter.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.diffusion.adapter.format.TensorNaming.Place;
import dev.tlora.diffusion.fixture.SdxlConfig;
import dev.tlora.diffusion.unet.UNet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TensorNamingTest {

    private static final String BLOCK = "transformer_blocks.0.attn1.to_out.0";

    static Stream<TensorNaming> namings() {
        return Stream.of(new ReferenceNaming(), new DiffusersNaming(), new KohyaNaming(2));
    }

    @ParameterizedTest
    @MethodSource("namings")
    void everyProjectionOfSdxlHasANameThatLeadsBackToIt(TensorNaming naming) {
        Set<String> paths = new UNet(SdxlConfig.unet()).adaptedProjections().keySet();

        Set<String> names =
                paths.stream()
                        .map(path -> naming.nameOf(new Place(path, TensorNaming.DOWN)))
                        .collect(Collectors.toSet());

        assertThat(names).hasSize(560);
        assertThat(names.stream().map(name -> naming.parse(name).orElseThrow().path()))
                .containsExactlyInAnyOrderElementsOf(paths);
    }

    @ParameterizedTest
    @CsvSource({
        "down_blocks.1.attentions.0, input_blocks_4_1",
        "down_blocks.1.attentions.1, input_blocks_5_1",
        "down_blocks.2.attentions.0, input_blocks_7_1",
        "down_blocks.2.attentions.1, input_blocks_8_1",
        "mid_block.attentions.0, middle_block_1",
        "up_blocks.0.attentions.0, output_blocks_0_1",
        "up_blocks.0.attentions.2, output_blocks_2_1",
        "up_blocks.1.attentions.0, output_blocks_3_1",
        "up_blocks.1.attentions.2, output_blocks_5_1",
    })
    void kohyaCountsBlocksAsStabilitysNetworkDoes(String path, String block) {
        String name = new KohyaNaming(2).nameOf(new Place(path + "." + BLOCK, TensorNaming.UP));

        assertThat(name)
                .isEqualTo(
                        "lora_unet_%s_transformer_blocks_0_attn1_to_out_0.lora_up.weight"
                                .formatted(block));
    }

    @Test
    void theReferenceHasNoNumberAtItsOutput() {
        String name =
                new ReferenceNaming()
                        .nameOf(new Place("mid_block.attentions.0." + BLOCK, "base_lambda"));

        assertThat(name)
                .isEqualTo(
                        "mid_block.attentions.0.transformer_blocks.0.attn1.processor"
                                + ".to_out_lora.base_lambda");
    }

    @ParameterizedTest
    @CsvSource({
        "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q.lora.down.weight, down.weight",
        "base_model.model.mid_block.attentions.0.transformer_blocks.0.attn1.to_q.lora_B.weight,"
                + " up.weight",
        "mid_block.attentions.0.transformer_blocks.0.attn1.to_q.lora_A.weight, down.weight",
    })
    void diffusersNamesOfOtherTimesAreRead(String name, String array) {
        assertThat(new DiffusersNaming().parse(name))
                .contains(
                        new Place("mid_block.attentions.0.transformer_blocks.0.attn1.to_q", array));
    }
}
