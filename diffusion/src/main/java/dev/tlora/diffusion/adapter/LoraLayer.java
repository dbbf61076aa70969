package dev.tlora.diffusion.adapter;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.List;
import java.util.Map;

/**
 * LoRA: y + up(down(x)), masked after {@code down}; no alpha and no division by the rank, as in the
 * reference ({@code lora.py}, lines 16–42).
 *
 * <ul>
 *   <li>{@code down.weight} (r, in), {@code up.weight} (out, r)
 * </ul>
 */
final class LoraLayer implements AdaptedLayer {

    private final NDArray down;
    private final NDArray up;
    private final ActiveRank active;

    LoraLayer(NDArray down, NDArray up, ActiveRank active) {
        this.down = down;
        this.up = up;
        this.active = active;
    }

    @Override
    public NDArray addTo(NDArray input, NDArray output) {
        return Kernel.LORA_DELTA.call(input, output, down, up, active.array());
    }

    @Override
    public Linear.InAttention inAttention() {
        return new Linear.InAttention(
                Kernel.SELF_ATTENTION_LORA,
                Kernel.CROSS_ATTENTION_LORA,
                active.array(),
                List.of(down, up));
    }

    @Override
    public Map<String, NDArray> trainable() {
        return Map.of("down.weight", down, "up.weight", up);
    }

    @Override
    public Map<String, NDArray> frozen() {
        return Map.of();
    }

    @Override
    public NDArray delta(int components) {
        return scoped(
                () -> up.get(new NDIndex(":, :" + components)).matMul(down.get(":" + components)),
                up,
                down);
    }

    @Override
    public NDArray plainDown(int components) {
        return scoped(() -> Kernel.CONTIGUOUS.call(down.get(":" + components)), down);
    }

    @Override
    public NDArray plainUp(int components) {
        return scoped(() -> Kernel.CONTIGUOUS.call(up.get(new NDIndex(":, :" + components))), up);
    }

    @Override
    public NDArray inputFactor() {
        return down;
    }

    @Override
    public List<Addend> addends(NDManager scope) {
        return List.of(new Addend(up, down));
    }

    @Override
    public NDArray outputFactor() {
        return up;
    }
}
