package dev.tlora.diffusion.tensor;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network block whose weight paths are the keys of the published checkpoint, so loading needs no
 * rename table. DJL's {@code AbstractBlock} would number the children ("01to_q"), join names with
 * "_" and fill a missing weight at random; see {@code docs/decisions}.
 *
 * <p>Blocks are used by one thread at a time.
 */
public abstract class CheckpointBlock {

    private final Map<String, CheckpointBlock> children = new LinkedHashMap<>();
    private final Map<String, Weight> weights = new LinkedHashMap<>();

    /** Adds a child under exactly the name the checkpoint uses, e.g. {@code "to_out.0"}. */
    protected final <B extends CheckpointBlock> B child(String name, B block) {
        children.put(name, block);
        return block;
    }

    /** Adds a weight of this block under the checkpoint's name, e.g. {@code "weight"}. */
    protected final Weight weight(String name, long... shape) {
        return add(name, new Weight(new Shape(shape), false));
    }

    /** The same for a matrix (out, in) that nothing but its block's products will ever read. */
    protected final Weight packable(String name, long out, long in) {
        return add(name, new Weight(new Shape(out, in), true));
    }

    private Weight add(String name, Weight weight) {
        weights.put(name, weight);
        return weight;
    }

    /** Every weight below this block by its checkpoint key, in declaration order. */
    public final Map<String, Weight> namedWeights() {
        Map<String, Weight> named = new LinkedHashMap<>();
        collectWeights("", named);
        return named;
    }

    /** Every block of one kind below this block by its path, in declaration order. */
    public final <B extends CheckpointBlock> Map<String, B> namedBlocks(Class<B> kind) {
        Map<String, B> named = new LinkedHashMap<>();
        collectBlocks("", kind, named);
        return named;
    }

    private void collectWeights(String prefix, Map<String, Weight> named) {
        weights.forEach((name, weight) -> named.put(prefix + name, weight));
        children.forEach((name, block) -> block.collectWeights(prefix + name + ".", named));
    }

    private <B extends CheckpointBlock> void collectBlocks(
            String prefix, Class<B> kind, Map<String, B> named) {
        children.forEach(
                (name, block) -> {
                    if (kind.isInstance(block)) {
                        named.put(prefix + name, kind.cast(block));
                    }
                    block.collectBlocks(prefix + name + ".", kind, named);
                });
    }
}
