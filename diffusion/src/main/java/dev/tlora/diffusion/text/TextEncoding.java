package dev.tlora.diffusion.text;

import ai.djl.ndarray.NDArray;

/**
 * What one encoder makes of texts.
 *
 * @param hidden output of the last layer but one, without the final norm, (B, L, C)
 * @param pooled normed and, where there is a projection, projected last state at each text's end,
 *     (B, P)
 */
public record TextEncoding(NDArray hidden, NDArray pooled) implements AutoCloseable {

    @Override
    public void close() {
        hidden.close();
        pooled.close();
    }
}
