package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Safetensors files for tests of loading. */
record TensorFiles(NDManager manager) {

    /** A tensor that counts up from {@code first}. */
    NDArray counting(int first, long... dimensions) {
        Shape shape = new Shape(dimensions);
        return manager.arange(first, first + (int) shape.size())
                .toType(DataType.FLOAT32, false)
                .reshape(shape);
    }

    Path write(Path file, Map<String, NDArray> tensors) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            SafetensorsWriter.write(out, tensors, Map.of());
        }
        return file;
    }

    /** Writes {@code file} anew with other names. */
    void rename(Path file, UnaryOperator<String> newName) throws IOException {
        Map<String, NDArray> tensors = new HashMap<>();
        read(file).forEach((name, tensor) -> tensors.put(newName.apply(name), tensor));
        write(file, tensors);
    }

    /** Writes {@code file} anew with one more tensor. */
    void add(Path file, String name, NDArray tensor) throws IOException {
        Map<String, NDArray> tensors = read(file);
        tensors.put(name, tensor);
        write(file, tensors);
    }

    private Map<String, NDArray> read(Path path) {
        Map<String, NDArray> tensors = new HashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            file.names().forEach(name -> tensors.put(name, file.read(name, manager)));
        }
        return tensors;
    }
}
