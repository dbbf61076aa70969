package dev.tlora.diffusion.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PyTorch's fused AdamW over all factors of an adapter, with the reference's constants ({@code
 * train.py}: betas 0.9 and 0.999, epsilon 1e-8).
 */
final class AdamW {

    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final String AVERAGE = ".exp_avg";
    private static final String SQUARE = ".exp_avg_sq";

    private final Map<String, NDArray> parameters;
    private final Map<String, NDArray> averages = new LinkedHashMap<>();
    private final Map<String, NDArray> squares = new LinkedHashMap<>();
    private final Map<String, NDArray> steps = new LinkedHashMap<>();
    private final Map<String, NDArray> gradients = new LinkedHashMap<>();
    private final double weightDecay;
    private final NDManager manager;

    AdamW(Map<String, NDArray> parameters, double weightDecay, NDManager manager) {
        this.parameters = parameters;
        this.weightDecay = weightDecay;
        this.manager = manager;
        parameters.forEach(
                (name, parameter) -> {
                    averages.put(name, manager.zeros(parameter.getShape()));
                    squares.put(name, manager.zeros(parameter.getShape()));
                    steps.put(name, manager.zeros(new Shape()));
                });
    }

    /** Length of the gradient over all parameters. */
    double gradientNorm() {
        if (gradients.isEmpty()) {
            // PyTorch adds every later gradient into these arrays.
            parameters.forEach((name, array) -> gradients.put(name, Gradients.of(array, manager)));
        }
        NDList arguments = new NDList();
        addAll(arguments, "grads[]", gradients);
        try (NDArray norm = Kernel.NORM_OF_ALL.callAll(arguments).get(0)) {
            return norm.getFloat();
        }
    }

    /** Changes the parameters by their gradients and forgets the gradients. */
    void update(double learningRate) {
        float[] constants = {(float) learningRate, BETA_1, BETA_2, (float) weightDecay, EPSILON};
        try (NDArray hyper = HostArrays.create(manager, constants, new Shape(constants.length))) {
            NDList arguments = new NDList(hyper);
            addAll(arguments, "params[]", parameters);
            addAll(arguments, "grads[]", gradients);
            addAll(arguments, "avgs[]", averages);
            addAll(arguments, "squares[]", squares);
            addAll(arguments, "steps[]", steps);
            Gradients.without(() -> Kernel.ADAMW.callAll(arguments)).get(0).close();
        }
        // A named array would count as part of a list in any later kernel.
        parameters.values().forEach(parameter -> parameter.setName(null));
    }

    private static void addAll(NDList arguments, String name, Map<String, NDArray> arrays) {
        arrays.values()
                .forEach(
                        array -> {
                            array.setName(name);
                            arguments.add(array);
                        });
    }

    /** The state by {@code <parameter>.exp_avg} and {@code .exp_avg_sq}. */
    Map<String, NDArray> state() {
        Map<String, NDArray> state = new HashMap<>();
        averages.forEach((name, array) -> state.put(name + AVERAGE, array));
        squares.forEach((name, array) -> state.put(name + SQUARE, array));
        return state;
    }

    /** Takes over a stored state after {@code done} steps. */
    void restore(SafetensorsFile file, int done, NDManager manager) {
        for (String name : parameters.keySet()) {
            replace(averages, name, file.readFloat(name + AVERAGE, manager));
            replace(squares, name, file.readFloat(name + SQUARE, manager));
            replace(steps, name, manager.zeros(new Shape()).add((float) done));
        }
    }

    private static void replace(Map<String, NDArray> state, String name, NDArray stored) {
        try (NDArray before = state.put(name, stored)) {
            if (!before.getShape().equals(stored.getShape())) {
                throw new CheckpointException(
                        "optimizer state of '%s' has shape %s, the adapter needs %s"
                                .formatted(name, stored.getShape(), before.getShape()));
            }
        }
    }
}
