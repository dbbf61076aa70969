package dev.tlora.diffusion.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaeConfigTest {

    /** As published with SDXL base, with as many block types as levels. */
    private static final String PUBLISHED =
            """
            {"_class_name": "AutoencoderKL", "act_fn": "silu",
             "block_out_channels": [128, 256, 512, 512],
             "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D",
                                  "DownEncoderBlock2D", "DownEncoderBlock2D"],
             "force_upcast": true, "in_channels": 3, "latent_channels": 4, "layers_per_block": 2,
             "norm_num_groups": 32, "out_channels": 3, "sample_size": 1024,
             "scaling_factor": 0.13025,
             "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D",
                                "UpDecoderBlock2D", "UpDecoderBlock2D"]}
            """;

    @Test
    void publishedConfigurationIsRead() throws JsonProcessingException {
        VaeConfig config = parse(PUBLISHED);

        assertThat(config)
                .isEqualTo(new VaeConfig(3, 4, List.of(128, 256, 512, 512), 2, 32, 0.13025, true));
        assertThat(config.downscale()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AutoencoderKL | AsymmetricAutoencoderKL | not AutoencoderKL",
                "[\"UpDecoderBlock2D\", | [\"AttnUpDecoderBlock2D\", | type \"AttnUpDecoderBlock2D\"",
                "[\"UpDecoderBlock2D\", | [ | it needs 4 blocks UpDecoderBlock2D, has 3",
                "\"latent_channels\": 4 | \"latent_channels\": 0 | latent_channels must be a positive",
                "\"act_fn\": \"silu\" | \"shift_factor\": 0.1 | shift_factor is set",
                "\"norm_num_groups\": 32 | \"norm_num_groups\": 48 | into 48 norm_num_groups",
                "0.13025 | -1 | scaling_factor must be positive, is -1"
            })
    void otherNetworksAreRefusedByField(String published, String changed, String message) {
        String json = PUBLISHED.replace(published, changed);

        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("config.json of the VAE: ")
                .hasMessageContaining(message);
    }

    private static VaeConfig parse(String json) throws JsonProcessingException {
        return VaeConfig.parse(JsonMapper.builder().build().readTree(json));
    }
}
