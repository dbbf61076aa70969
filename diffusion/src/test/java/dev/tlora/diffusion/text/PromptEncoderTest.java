package dev.tlora.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.tensor.Weight;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PromptEncoderTest {

    private static final int VOCABULARY = 49408;

    private static ClipTokenizer padsWithEnd;
    private static ClipTokenizer padsWithZero;

    private final NDManager weights = NDManager.newBaseManager();
    private final ClipTextEncoder first = random(VOCABULARY, 77, 6, 0);
    private final ClipTextEncoder second = random(VOCABULARY, 77, 8, 5);

    @BeforeAll
    static void loadTokenizers() {
        padsWithEnd = ClipTokenizer.bundled(49407);
        padsWithZero = ClipTokenizer.bundled(0);
    }

    @AfterAll
    static void closeTokenizers() {
        padsWithEnd.close();
        padsWithZero.close();
    }

    @AfterEach
    void free() {
        weights.close();
    }

    @Test
    void hiddenStatesOfBothStandSideBySide() {
        try (NDManager manager = weights.newSubManager()) {
            List<String> prompts = List.of("a photo of sks cat", "a dog!");

            PromptEmbeddings both = encoder().encode(prompts, manager);

            NDArray left = first.encode(ids(padsWithEnd, prompts), manager).hidden();
            TextEncoding right = second.encode(ids(padsWithZero, prompts), manager);
            assertThat(both.hidden().getShape()).isEqualTo(new Shape(2, 77, 14));
            assertThat(both.hidden().get(":, :, :6")).isEqualTo(left);
            assertThat(both.hidden().get(":, :, 6:")).isEqualTo(right.hidden());
            assertThat(both.pooled()).isEqualTo(right.pooled());
        }
    }

    @Test
    void onlyTheEmbeddingsAreLeftBehind() {
        PromptEncoder encoder = encoder();
        int loaded = weights.getManagedArrays().size();
        try (NDManager manager = weights.newSubManager()) {
            encoder.encode(List.of("a cat"), manager);

            assertThat(manager.getManagedArrays()).hasSize(2);
        }
        assertThat(weights.getManagedArrays()).hasSize(loaded);
    }

    @Test
    void encoderWithFewerTokensThanItsTokenizerIsRefused() {
        ClipTextEncoder small = random(100, 77, 4, 0);

        assertThatThrownBy(() -> new PromptEncoder(padsWithEnd, small, padsWithZero, second))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        "tokenizer has 49408 tokens, its text encoder only 100; take both from one"
                                + " model");
    }

    @Test
    void encoderOfShorterTextsIsRefused() {
        ClipTextEncoder brief = random(VOCABULARY, 32, 4, 0);

        assertThatThrownBy(() -> new PromptEncoder(padsWithEnd, first, padsWithZero, brief))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("the encoder of tokenizer_2 takes 32 tokens, SDXL needs 77");
    }

    @Test
    void noPromptIsRefused() {
        assertThatThrownBy(() -> encoder().encode(List.of(), weights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no prompt to encode");
    }

    private PromptEncoder encoder() {
        return new PromptEncoder(padsWithEnd, first, padsWithZero, second);
    }

    private static int[][] ids(ClipTokenizer tokenizer, List<String> prompts) {
        return prompts.stream().map(tokenizer::encode).toArray(int[][]::new);
    }

    private ClipTextEncoder random(int vocabulary, int positions, int size, int projection) {
        ClipTextConfig config =
                new ClipTextConfig(vocabulary, positions, size, 8, 2, 2, true, 1e-5, 2, projection);
        ClipTextEncoder encoder = new ClipTextEncoder(config);
        for (Weight weight : encoder.namedWeights().values()) {
            weight.load(weights.randomNormal(0, 0.5f, weight.shape(), DataType.FLOAT32));
        }
        return encoder;
    }
}
