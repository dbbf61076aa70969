package dev.tlora.diffusion.text;

import ai.djl.ndarray.NDArray;

/**
 * What the U-Net is told about prompts.
 *
 * @param hidden hidden states of both encoders side by side, (B, 77, C₁ + C₂)
 * @param pooled pooled state of the second encoder, (B, P)
 */
public record PromptEmbeddings(NDArray hidden, NDArray pooled) implements AutoCloseable {

    @Override
    public void close() {
        hidden.close();
        pooled.close();
    }
}
