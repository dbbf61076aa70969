package dev.tlora.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.tensor.Weight;
import org.junit.jupiter.api.Test;

class ClipTextConfigTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void sdxlsFirstEncoderHasThePublishedTensors() {
        ClipTextConfig config = ClipTextConfig.parse(sdxlFirst());

        ClipTextEncoder encoder = new ClipTextEncoder(config);

        assertThat(encoder.namedWeights()).hasSize(196);
        assertThat(parameters(encoder)).isEqualTo(123_060_480);
        assertThat(config.pooledSize()).isEqualTo(768);
        assertThat(config.quickGelu()).isTrue();
    }

    @Test
    void sdxlsSecondEncoderHasThePublishedTensors() {
        ObjectNode json = sdxlFirst();
        json.putArray("architectures").add("CLIPTextModelWithProjection");
        json.put("hidden_act", "gelu").put("projection_dim", 1280).put("hidden_size", 1280);
        json.put("intermediate_size", 5120).put("num_hidden_layers", 32);
        json.put("num_attention_heads", 20);

        ClipTextEncoder encoder = new ClipTextEncoder(ClipTextConfig.parse(json));

        assertThat(encoder.namedWeights())
                .hasSize(517)
                .containsKeys(
                        "text_model.embeddings.position_embedding.weight",
                        "text_model.encoder.layers.31.self_attn.out_proj.bias",
                        "text_model.final_layer_norm.weight",
                        "text_projection.weight");
        assertThat(parameters(encoder)).isEqualTo(694_659_840);
    }

    @Test
    void textHalfOfAWholeClipIsProjected() {
        ObjectNode whole = JSON.createObjectNode().put("projection_dim", 512);
        whole.set("text_config", sdxlFirst().without("architectures"));

        assertThat(ClipTextConfig.parse(whole).pooledSize()).isEqualTo(512);
    }

    @Test
    void textEndsAtTheFirstOfTheLargestIdInOldFiles() {
        ClipTextConfig old = ClipTextConfig.parse(sdxlFirst());

        assertThat(old.endOf(new int[] {49406, 2, 49407, 49407})).isEqualTo(2);
    }

    @Test
    void textEndsAtTheNamedTokenInNewFiles() {
        ClipTextConfig fresh = ClipTextConfig.parse(sdxlFirst().put("eos_token_id", 5));

        assertThat(fresh.endOf(new int[] {4, 9, 5, 5})).isEqualTo(2);
    }

    @Test
    void otherNetworksAreRefusedByName() {
        ObjectNode json = sdxlFirst();
        json.putArray("architectures").add("T5EncoderModel");

        assertThatThrownBy(() -> ClipTextConfig.parse(json))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("architectures is T5EncoderModel; known are CLIPTextModel");
    }

    @Test
    void unknownActivationsAreRefusedByName() {
        assertThatThrownBy(() -> ClipTextConfig.parse(sdxlFirst().put("hidden_act", "relu")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("hidden_act is relu");
    }

    @Test
    void missingSizesAreNamed() {
        assertThatThrownBy(() -> ClipTextConfig.parse(sdxlFirst().without("hidden_size")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("hidden_size must be a positive number");
    }

    @Test
    void headsMustDivideTheHiddenSize() {
        assertThatThrownBy(() -> ClipTextConfig.parse(sdxlFirst().put("num_attention_heads", 7)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("hidden_size 768 cannot be split into 7");
    }

    private static long parameters(ClipTextEncoder encoder) {
        return encoder.namedWeights().values().stream()
                .map(Weight::shape)
                .mapToLong(shape -> shape.size())
                .sum();
    }

    private static ObjectNode sdxlFirst() {
        ObjectNode json = JSON.createObjectNode();
        json.putArray("architectures").add("CLIPTextModel");
        return json.put("vocab_size", 49408)
                .put("max_position_embeddings", 77)
                .put("hidden_size", 768)
                .put("intermediate_size", 3072)
                .put("num_hidden_layers", 12)
                .put("num_attention_heads", 12)
                .put("hidden_act", "quick_gelu")
                .put("layer_norm_eps", 1e-5)
                .put("eos_token_id", 2)
                .put("projection_dim", 768);
    }
}
