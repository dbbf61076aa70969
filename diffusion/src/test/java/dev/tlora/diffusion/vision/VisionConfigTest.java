package dev.tlora.diffusion.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisionConfigTest {

    /** The fields read of the configuration published with CLIP ViT-L/14. */
    private static final String CLIP =
            """
            {"model_type": "clip", "projection_dim": 768,
             "text_config": {"hidden_size": 768, "projection_dim": 512},
             "vision_config": {"hidden_act": "quick_gelu", "hidden_size": 1024, "image_size": 224,
               "intermediate_size": 4096, "layer_norm_eps": 1e-05, "num_attention_heads": 16,
               "num_hidden_layers": 24, "patch_size": 14, "projection_dim": 512}}
            """;

    /** The fields read of the configuration published with DINO ViT-S/16. */
    private static final String DINO =
            """
            {"model_type": "vit", "hidden_act": "gelu", "hidden_size": 384, "image_size": 224,
             "intermediate_size": 1536, "layer_norm_eps": 1e-12, "num_attention_heads": 6,
             "num_hidden_layers": 12, "patch_size": 16, "qkv_bias": true}
            """;

    @Test
    void imageTowerOfAWholeClipIsRead() throws JsonProcessingException {
        assertThat(ClipVisionConfig.parse(json(CLIP)))
                .isEqualTo(
                        new ClipVisionConfig(
                                1024, 4096, 24, 16, 224, 14, 768, Kernel.QUICK_GELU, 1e-5));
    }

    @Test
    void imageTowerAloneIsRead() throws JsonProcessingException {
        String tower =
                """
                {"model_type": "clip_vision_model", "hidden_act": "gelu", "hidden_size": 8,
                 "num_attention_heads": 2, "image_size": 64, "projection_dim": 5}
                """;

        assertThat(ClipVisionConfig.parse(json(tower)))
                .isEqualTo(new ClipVisionConfig(8, 3072, 12, 2, 64, 32, 5, Kernel.GELU, 1e-5));
    }

    @Test
    void whatAClipConfigurationLeavesOutIsVitB32() throws JsonProcessingException {
        ClipVisionConfig config = ClipVisionConfig.parse(json("{\"vision_config\": {}}"));

        assertThat(parameters(new ClipVisionModel(config))).isEqualTo(87_849_216);
    }

    @Test
    void dinoIsRead() throws JsonProcessingException {
        DinoConfig config = DinoConfig.parse(json(DINO));

        assertThat(config).isEqualTo(new DinoConfig(384, 1536, 12, 6, 224, 16, 1e-12));
        assertThat(parameters(new DinoModel(config))).isEqualTo(21_665_664);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"clip\" | \"siglip\" | model_type is siglip, not clip",
                "\"quick_gelu\" | \"relu\" | hidden_act is relu; known are quick_gelu and gelu",
                "\"num_attention_heads\": 16 | \"num_attention_heads\": 7 | hidden_size 1024 cannot",
                "\"patch_size\": 14 | \"patch_size\": 15 | image_size 224 cannot be split",
                "\"hidden_size\": 1024 | \"hidden_size\": \"wide\" | hidden_size must be a positive",
                "1e-05 | 0 | layer_norm_eps must be a positive number, is 0"
            })
    void otherClipsAreRefusedByField(String published, String changed, String message) {
        assertThatThrownBy(() -> ClipVisionConfig.parse(json(CLIP.replace(published, changed))))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("config.json of CLIP's image tower: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"vit\" | \"dinov2\" | model_type is dinov2, known is vit",
                "\"gelu\" | \"silu\" | hidden_act is silu, known is gelu",
                "true | false | qkv_bias is false, known is true",
                "\"num_attention_heads\": 6 | \"num_attention_heads\": 5 | hidden_size 384 cannot"
            })
    void otherVisionTransformersAreRefusedByField(
            String published, String changed, String message) {
        assertThatThrownBy(() -> DinoConfig.parse(json(DINO.replace(published, changed))))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("config.json of DINO: " + message);
    }

    private static long parameters(CheckpointBlock network) {
        return network.namedWeights().values().stream()
                .mapToLong(weight -> weight.shape().size())
                .sum();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(text);
    }
}
