package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.safetensors.TensorSource;
import java.util.Set;

/** A network's tensors in their stored types, whichever files they are in. */
public final class StoredTensors implements AutoCloseable {

    private final OpenWeights weights;

    StoredTensors(OpenWeights weights) {
        this.weights = weights;
    }

    public Set<String> names() {
        return weights.names();
    }

    /** A tensor for writing it elsewhere; usable until this is closed. */
    public TensorSource source(String name) {
        OpenWeights.Stored stored = weights.get(name);
        return stored.file().source(stored.name());
    }

    /** A tensor's values as float32. */
    public NDArray readFloat(String name, NDManager manager) {
        OpenWeights.Stored stored = weights.get(name);
        return stored.file().readFloat(stored.name(), manager);
    }

    @Override
    public void close() {
        weights.close();
    }
}
