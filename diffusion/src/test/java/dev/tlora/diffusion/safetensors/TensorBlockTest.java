package dev.tlora.diffusion.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.tensor.Precision;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBlockTest {

    @TempDir Path folder;
    private final NDManager manager = NDManager.newBaseManager();
    private final Map<String, NDArray> tensors =
            Map.of(
                    "a.scalar", manager.create(7f),
                    "b.odd", manager.randomNormal(new Shape(3, 5, 7)),
                    "c.empty", manager.zeros(new Shape(2, 0)),
                    "d.half", manager.randomNormal(new Shape(9)).toType(DataType.FLOAT16, false),
                    "e.large", manager.randomNormal(new Shape(2500, 2500)),
                    "f.next", manager.randomNormal(new Shape(11)));

    private Path path;

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve("file.safetensors");
        try (OutputStream out = Files.newOutputStream(path)) {
            SafetensorsWriter.write(out, tensors, Map.of());
        }
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void tensorsReadTogetherAreThoseOfTheFile() {
        Map<String, NDArray> read = new HashMap<>();

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            file.readFrozen(file.names(), Precision.FLOAT32, manager, read::put);
        }

        assertThat(read).containsOnlyKeys(tensors.keySet());
        tensors.forEach(
                (name, array) ->
                        assertThat(read.get(name))
                                .as(name)
                                .isEqualTo(array.toType(DataType.FLOAT32, false)));
    }

    @Test
    void oneStaysValidWhenItsNeighboursAreClosed() {
        Map<String, NDArray> read = new HashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            file.readFrozen(file.names(), Precision.FLOAT32, manager, read::put);
        }

        read.forEach(
                (name, array) -> {
                    if (!name.equals("b.odd")) {
                        array.close();
                    }
                });

        assertThat(read.get("b.odd")).isEqualTo(tensors.get("b.odd"));
    }

    @Test
    void aFileThatShrinksWhileItIsOpenIsNamed() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(path);
                RandomAccessFile shrinking = new RandomAccessFile(path.toFile(), "rw")) {
            shrinking.setLength(2000);

            assertThatThrownBy(
                            () ->
                                    file.readFrozen(
                                            file.names(),
                                            Precision.FLOAT32,
                                            manager,
                                            (name, values) -> {}))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(path + " cannot be read: the file ends after 2000");
        }
    }
}
