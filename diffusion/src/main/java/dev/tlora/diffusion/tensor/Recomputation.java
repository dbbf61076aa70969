package dev.tlora.diffusion.tensor;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gradient checkpointing: of each segment of a network only inputs and result are kept, and the
 * backward pass runs the segment again to get at what lies between.
 *
 * <p>While recording, the result of a segment is handed on as a leaf, where the backward pass of
 * what follows leaves its gradient. The segments are then run again from last to first, each with
 * leaves for inputs, and the gradients of these go on into what had made the inputs. So a result
 * that is used twice, as by a skip connection, gathers both gradients before its segment's turn.
 *
 * <p>Belongs to one thread. Segments must give the same result each time.
 */
public final class Recomputation implements AutoCloseable {

    private static final ThreadLocal<Optional<Recomputation>> CURRENT =
            ThreadLocal.withInitial(Optional::empty);

    /** A part of a network: the same inputs give the same result. */
    @FunctionalInterface
    public interface Segment {
        NDArray run(NDArray... inputs);
    }

    private record Step(Segment segment, List<NDArray> inputs, NDArray result) {}

    private final Deque<Step> steps = new ArrayDeque<>();

    /** Our handles by the caller's arrays: all segments of a pass see one prompt. */
    private final IdentityHashMap<NDArray, NDArray> constants = new IdentityHashMap<>();

    private Optional<NDManager> manager = Optional.empty();
    private boolean recording;

    private Recomputation() {}

    /**
     * Runs a network whose segments are to be run again, if {@code wanted} and if this is inside
     * {@link Gradients#backward}; else just runs it.
     */
    public static NDArray recomputing(boolean wanted, Supplier<NDArray> network) {
        Optional<Recomputation> current = CURRENT.get();
        current.ifPresent(recomputation -> recomputation.recording = wanted);
        try {
            return network.get();
        } finally {
            current.ifPresent(recomputation -> recomputation.recording = false);
        }
    }

    /**
     * Runs a segment of a network that may be {@link #recomputing}. What it makes on the way is
     * freed, as by {@link Scopes#scoped}.
     */
    public static NDArray segment(Segment segment, NDArray... inputs) {
        Optional<Recomputation> current = CURRENT.get();
        return current.isPresent() && current.get().recording
                ? current.get().record(segment, inputs)
                : scoped(() -> segment.run(inputs), inputs);
    }

    /** Begins recording on this thread until it is closed. */
    static Recomputation begin() {
        Recomputation recomputation = new Recomputation();
        CURRENT.set(Optional.of(recomputation));
        return recomputation;
    }

    private NDArray record(Segment segment, NDArray... inputs) {
        NDArray result = unrecorded(() -> scoped(() -> segment.run(inputs), inputs));
        if (!requiresGradient(result)) {
            return result;
        }
        NDArray leaf = leaf(result);
        result.close();
        List<NDArray> kept = Arrays.stream(inputs).map(this::keepInput).toList();
        steps.push(new Step(segment, kept, keep(leaf)));
        return leaf;
    }

    private NDArray keepInput(NDArray input) {
        return requiresGradient(input) ? keep(input) : constants.computeIfAbsent(input, this::keep);
    }

    /** A handle of ours to the same array, which the caller's scope cannot close. */
    private NDArray keep(NDArray array) {
        if (manager.isEmpty()) {
            manager = Optional.of(NDManager.newBaseManager(array.getDevice(), "PyTorch"));
        }
        NDArray handle = Kernel.SAME.call(array);
        handle.attach(manager.get());
        return handle;
    }

    boolean hasSteps() {
        return !steps.isEmpty();
    }

    /** Carries the gradients, which the end of the network has, through all segments. */
    void backward() {
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            PtNDArray gradient = JniUtils.getGradient((PtNDArray) step.result());
            if (gradient != null) {
                unrecorded(() -> backward(step, gradient));
                gradient.close();
            }
            step.result().close();
        }
    }

    private static NDArray backward(Step step, PtNDArray gradient) {
        List<NDArray> inputs = step.inputs();
        NDArray[] leaves =
                inputs.stream()
                        .map(input -> requiresGradient(input) ? leaf(input) : input)
                        .toArray(NDArray[]::new);
        NDArray again = scoped(() -> step.segment().run(leaves), leaves);
        JniUtils.backward((PtNDArray) again, gradient, false, false);
        again.close();
        for (int i = 0; i < leaves.length; i++) {
            if (leaves[i] != inputs.get(i)) {
                handOn(leaves[i], inputs.get(i));
                inputs.get(i).close();
            }
        }
        return gradient;
    }

    private static void handOn(NDArray leaf, NDArray input) {
        PtNDArray gradient = JniUtils.getGradient((PtNDArray) leaf);
        if (gradient != null) {
            // Another segment may have had the same input.
            JniUtils.backward((PtNDArray) input, gradient, true, false);
            gradient.close();
        }
        leaf.close();
    }

    private static NDArray leaf(NDArray array) {
        NDArray leaf = JniUtils.detachGradient((PtNDArray) array);
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /** DJL's own test knows leaves alone. */
    private static boolean requiresGradient(NDArray array) {
        try (NDArray answer = Kernel.IS_TRACKED.call(array)) {
            return answer.getBoolean();
        }
    }

    /** Segments inside segments are part of them. */
    private static NDArray unrecorded(Supplier<NDArray> body) {
        Optional<Recomputation> before = CURRENT.get();
        CURRENT.set(Optional.empty());
        try {
            return body.get();
        } finally {
            CURRENT.set(before);
        }
    }

    @Override
    public void close() {
        CURRENT.remove();
        manager.ifPresent(NDManager::close);
    }
}
