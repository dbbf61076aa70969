package dev.tlora.diffusion.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UNetConfigTest {

    /** Attention at both of two levels, and more latent channels than SDXL. */
    private static final String SMALL =
            """
            {"_class_name": "UNet2DConditionModel", "act_fn": "silu",
             "addition_embed_type": "text_time", "addition_time_embed_dim": 32,
             "attention_head_dim": [2, 4], "block_out_channels": [64, 128],
             "cross_attention_dim": 96, "dropout": 0.0, "dual_cross_attention": false,
             "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
             "freq_shift": 0, "flip_sin_to_cos": true, "in_channels": 16, "layers_per_block": 2,
             "mid_block_scale_factor": 1.0, "mid_block_type": "UNetMidBlock2DCrossAttn",
             "norm_num_groups": 16, "only_cross_attention": false, "out_channels": 16,
             "projection_class_embeddings_input_dim": 256, "sample_size": 8,
             "transformer_layers_per_block": 1, "class_embed_type": null,
             "up_block_types": ["CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
             "upcast_attention": null, "use_linear_projection": true}
            """;

    @Test
    void twoLevelsWithAttentionAreRead() throws JsonProcessingException {
        UNetConfig config = parse(SMALL);

        assertThat(config.attention()).containsExactly(true, true);
        assertThat(config.transformerLayers()).containsExactly(1, 1);
        assertThat(config.heads()).isEqualTo(List.of(2, 4));
        assertThat(config.groups()).isEqualTo(16);
        assertThat(new UNet(config).namedWeights())
                .containsKeys(
                        "down_blocks.0.attentions.1.transformer_blocks.0.attn2.to_k.weight",
                        "up_blocks.1.attentions.2.transformer_blocks.0.attn1.to_q.weight");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"CrossAttnDownBlock2D\", | [\"AttnDownBlock2D\", | unknown block type \"AttnDownBlock2D\"",
                "[\"CrossAttnUpBlock2D\", | [\"UpBlock2D\", | up_block_types do not mirror",
                "\"silu\" | \"gelu\" | act_fn is \"gelu\", supported is silu",
                "\"dual_cross_attention\": false | \"dual_cross_attention\": true | dual_cross_attention",
                "\"class_embed_type\": null | \"class_embed_type\": \"timestep\" | class_embed_type",
                "\"mid_block_scale_factor\": 1.0 | \"mid_block_scale_factor\": 0.5 | mid_block_scale",
                "UNetMidBlock2DCrossAttn | UNetMidBlock2DSimpleCrossAttn | mid_block_type",
                "\"only_cross_attention\": false | \"only_cross_attention\": [false, true] | only_cross",
                "text_time | text | addition_embed_type is text, not text_time",
                "\"use_linear_projection\": true | \"a\": 1 | use_linear_projection must be true",
                "[64, 128] | [64] | block_out_channels needs 2 numbers"
            })
    void whatSdxlHasNotIsRefusedByField(String ours, String other, String problem) {
        String edited = SMALL.replace(ours, other);
        assertThat(edited).isNotEqualTo(SMALL);

        assertThatThrownBy(() -> parse(edited))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(problem);
    }

    private static UNetConfig parse(String json) throws JsonProcessingException {
        return UNetConfig.parse(new ObjectMapper().readTree(json));
    }
}
