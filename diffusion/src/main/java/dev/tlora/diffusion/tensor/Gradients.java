package dev.tlora.diffusion.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Automatic differentiation without DJL's {@code GradientCollector}, which allows one collector in
 * a JVM, whereas a fleet in one JVM trains while it samples.
 *
 * <p>PyTorch's gradient mode belongs to the thread.
 */
public final class Gradients {

    static {
        // Brings the native library, which nobody may have needed before a mode is set.
        Engine.getInstance();
    }

    private Gradients() {}

    /** Computes {@code body} and the gradients of its scalar result in every tracked array. */
    public static NDArray backward(Supplier<NDArray> body) {
        return backward(body, 1);
    }

    /** The same with gradients {@code factor} times as long; the result is as computed. */
    public static NDArray backward(Supplier<NDArray> body, double factor) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try (Recomputation recomputation = Recomputation.begin()) {
            NDArray loss = body.get();
            try (NDArray ones = loss.onesLike();
                    NDArray slope = factor == 1 ? ones : ones.mul(factor)) {
                boolean goesOn = recomputation.hasSteps();
                JniUtils.backward((PtNDArray) loss, (PtNDArray) slope, goesOn, false);
            }
            recomputation.backward();
            return loss;
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** Computes {@code body} without keeping anything for a backward pass. */
    public static <T> T without(Supplier<T> body) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return body.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** The gradient of a tracked array; it belongs to {@code scope}. */
    public static NDArray of(NDArray tracked, NDManager scope) {
        NDArray gradient = tracked.getGradient();
        gradient.attach(scope);
        return gradient;
    }

    /** Forgets the gradient of a tracked array. */
    public static void clear(NDArray tracked) {
        JniUtils.zeroGrad((PtNDArray) tracked);
    }
}
