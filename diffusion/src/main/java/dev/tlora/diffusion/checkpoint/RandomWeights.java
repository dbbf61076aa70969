package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.random.CounterNoise;
import dev.tlora.diffusion.random.Purpose;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.tensor.Weight;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Draws weights that keep the variance of what flows through a network about constant: normal with
 * variance one over fan-in; norms start as the identity, biases at zero.
 */
final class RandomWeights {

    private final long seed;
    private long tensors;

    RandomWeights(long seed) {
        this.seed = seed;
    }

    /** Writes values for all weights of a network, in float16. */
    void write(Path file, Map<String, Weight> weights) throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            weights.forEach((name, weight) -> arrays.put(name, draw(name, weight, manager)));
            SafetensorsWriter.write(out, arrays, Map.of("format", "pt"));
        }
    }

    private NDArray draw(String name, Weight weight, NDManager manager) {
        Shape shape = weight.shape();
        try (NDArray drawn = HostArrays.create(manager, values(name, shape), shape)) {
            return drawn.toType(DataType.FLOAT16, false);
        }
    }

    private float[] values(String name, Shape shape) {
        int size = Math.toIntExact(shape.size());
        if (name.endsWith("bias")) {
            return new float[size];
        }
        if (shape.dimension() == 1 && name.endsWith("weight")) {
            float[] ones = new float[size];
            Arrays.fill(ones, 1);
            return ones;
        }
        float[] values = CounterNoise.gaussian(seed, tensors++, Purpose.MODEL_INIT, size);
        double scale = 1 / Math.sqrt(fanIn(shape));
        for (int i = 0; i < size; i++) {
            values[i] = (float) (values[i] * scale);
        }
        return values;
    }

    /** Values that one output sums up; of a table, the width of a row. */
    private static double fanIn(Shape shape) {
        return shape.dimension() < 2 ? shape.size() : shape.slice(1).size();
    }
}
