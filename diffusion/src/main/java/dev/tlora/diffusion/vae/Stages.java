package dev.tlora.diffusion.vae;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Operations one after the other. What one hands to the next is freed as soon as it was used: near
 * the pixels each such array is as large as half a gigabyte.
 */
final class Stages {

    private final List<UnaryOperator<NDArray>> stages = new ArrayList<>();

    Stages then(UnaryOperator<NDArray> stage) {
        stages.add(stage);
        return this;
    }

    NDArray forward(NDArray x) {
        NDArray hidden = x;
        for (UnaryOperator<NDArray> stage : stages) {
            NDArray next = stage.apply(hidden);
            if (hidden != x) {
                hidden.close();
            }
            hidden = next;
        }
        return hidden;
    }
}
