package dev.tlora.diffusion.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import java.util.List;

/**
 * SDXL's pair of text encoders: the U-Net sees the hidden states of both and the pooled state of
 * the second, as diffusers' {@code StableDiffusionXLPipeline.encode_prompt} makes them.
 *
 * <p>The encoders and tokenizers are borrowed. Used by one thread at a time.
 */
public final class PromptEncoder {

    private final ClipTokenizer firstTokenizer;
    private final ClipTextEncoder first;
    private final ClipTokenizer secondTokenizer;
    private final ClipTextEncoder second;

    /**
     * Joins the parts of a model.
     *
     * @throws CheckpointException when an encoder cannot take what its tokenizer gives
     */
    public PromptEncoder(
            ClipTokenizer firstTokenizer,
            ClipTextEncoder first,
            ClipTokenizer secondTokenizer,
            ClipTextEncoder second) {
        requireFit("tokenizer", firstTokenizer, first);
        requireFit("tokenizer_2", secondTokenizer, second);
        this.firstTokenizer = firstTokenizer;
        this.first = first;
        this.secondTokenizer = secondTokenizer;
        this.second = second;
    }

    private static void requireFit(String name, ClipTokenizer tokenizer, ClipTextEncoder encoder) {
        int known = encoder.config().vocabularySize();
        if (tokenizer.vocabularySize() > known) {
            throw new CheckpointException(
                    "%s has %d tokens, its text encoder only %d; take both from one model"
                            .formatted(name, tokenizer.vocabularySize(), known));
        }
        if (encoder.config().positions() < ClipTokenizer.LENGTH) {
            throw new CheckpointException(
                    "the encoder of %s takes %d tokens, SDXL needs %d"
                            .formatted(name, encoder.config().positions(), ClipTokenizer.LENGTH));
        }
    }

    /**
     * Encodes prompts; what is beyond 77 tokens is dropped.
     *
     * @param prompts B prompts, at least one
     * @return arrays belonging to {@code manager}
     */
    public PromptEmbeddings encode(List<String> prompts, NDManager manager) {
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("there is no prompt to encode");
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray hidden = first.hidden(ids(firstTokenizer, prompts), scope);
            TextEncoding pooling = second.encode(ids(secondTokenizer, prompts), scope);
            return new PromptEmbeddings(
                    scope.ret(hidden.concat(pooling.hidden(), 2)), scope.ret(pooling.pooled()));
        }
    }

    private static int[][] ids(ClipTokenizer tokenizer, List<String> prompts) {
        return prompts.stream().map(tokenizer::encode).toArray(int[][]::new);
    }
}
