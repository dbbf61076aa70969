package dev.tlora.diffusion.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.layer.Embedding;
import dev.tlora.diffusion.layer.FrozenLinear;
import dev.tlora.diffusion.layer.LayerNorm;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * transformers' {@code CLIPTextModel}, or {@code CLIPTextModelWithProjection} where the
 * configuration has a projection.
 *
 * <p>Dimensions: B texts, L tokens, C hidden size, P pooled size.
 *
 * <ul>
 *   <li>keys: {@code text_model.embeddings.{token,position}_embedding.weight
 *       text_model.encoder.layers.N text_model.final_layer_norm}, {@code text_projection.weight}
 *       where there is one
 * </ul>
 *
 * <p>Used by one thread at a time.
 */
public final class ClipTextEncoder extends CheckpointBlock {

    private final ClipTextConfig config;
    private final Embedding tokens;
    private final Embedding positions;
    private final List<ClipEncoderLayer> layers = new ArrayList<>();
    private final LayerNorm finalNorm;
    private final Optional<FrozenLinear> projection;

    public ClipTextEncoder(ClipTextConfig config) {
        this.config = config;
        long channels = config.hiddenSize();
        tokens =
                child(
                        "text_model.embeddings.token_embedding",
                        new Embedding(config.vocabularySize(), channels));
        positions =
                child(
                        "text_model.embeddings.position_embedding",
                        new Embedding(config.positions(), channels));
        for (int i = 0; i < config.layers(); i++) {
            layers.add(child("text_model.encoder.layers." + i, new ClipEncoderLayer(config)));
        }
        finalNorm = child("text_model.final_layer_norm", new LayerNorm(channels, config.epsilon()));
        projection =
                config.projectionSize() == 0
                        ? Optional.empty()
                        : Optional.of(
                                child(
                                        "text_projection",
                                        new FrozenLinear(
                                                channels, config.projectionSize(), false)));
    }

    public ClipTextConfig config() {
        return config;
    }

    /**
     * Encodes texts.
     *
     * @param ids B texts of L token ids each
     * @return float32 arrays belonging to {@code manager}
     */
    public TextEncoding encode(int[][] ids, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray hidden = throughAllButLast(ids, scope);
            NDArray pooled = pool(layers.get(layers.size() - 1).forward(hidden), ids);
            return new TextEncoding(
                    scope.ret(Precision.FLOAT32.cast(hidden)),
                    scope.ret(Precision.FLOAT32.cast(pooled)));
        }
    }

    /** The hidden states of {@link #encode} alone, which spares the last layer. */
    NDArray hidden(int[][] ids, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            return scope.ret(Precision.FLOAT32.cast(throughAllButLast(ids, scope)));
        }
    }

    private NDArray throughAllButLast(int[][] ids, NDManager scope) {
        NDArray hidden = embed(ids, scope); // (B, L, C)
        for (ClipEncoderLayer layer : layers.subList(0, layers.size() - 1)) {
            hidden = layer.forward(hidden);
        }
        return hidden;
    }

    private NDArray embed(int[][] ids, NDManager scope) {
        int length = ids[0].length;
        long[] flat = Arrays.stream(ids).flatMapToInt(Arrays::stream).asLongStream().toArray();
        long[] counted = LongStream.range(0, length).toArray();
        NDArray words =
                tokens.forward(HostArrays.create(scope, flat, new Shape(ids.length, length)));
        return words.add(positions.forward(HostArrays.create(scope, counted, new Shape(length))));
    }

    private NDArray pool(NDArray last, int[][] ids) {
        long[] ends = new long[ids.length];
        for (int text = 0; text < ids.length; text++) {
            ends[text] = (long) text * ids[text].length + config.endOf(ids[text]);
        }
        NDManager scope = last.getManager();
        NDArray rows = last.reshape(-1, config.hiddenSize());
        NDArray ofEnds = HostArrays.create(scope, ends, new Shape(ends.length));
        NDArray normed = finalNorm.forward(Kernel.EMBEDDING.call(ofEnds, rows)); // (B, C)
        return projection.isPresent() ? projection.get().forward(normed) : normed;
    }
}
