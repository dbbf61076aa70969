package dev.tlora.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.tensor.Weight;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightLoaderTest {

    @TempDir Path folder;

    private final NDManager manager = NDManager.newBaseManager();
    private final TensorFiles files = new TensorFiles(manager);
    private final Linear network = new Linear(3, 2, true);

    @AfterEach
    void freeArrays() {
        manager.close();
    }

    @Test
    void halfPrecisionBecomesFloat32() throws IOException {
        Map<String, NDArray> tensors = complete();
        tensors.replaceAll((name, array) -> array.toType(DataType.FLOAT16, true));

        load(tensors);

        NDArray weight = network.namedWeights().get("weight").array();
        assertThat(weight.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(weight.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void positionIdsOfOldExportsAreNoWeights() throws IOException {
        Map<String, NDArray> tensors = complete();
        tensors.put("text_model.embeddings.position_ids", manager.arange(77));

        load(tensors);

        assertThat(network.namedWeights().values()).allMatch(Weight::isLoaded);
    }

    @Test
    void aMissingTensorIsNamed() throws IOException {
        Map<String, NDArray> tensors = complete();
        tensors.remove("bias");

        assertRefused(tensors, " lacks tensor 'bias'");
    }

    @Test
    void unexpectedTensorsAreNamedAndCounted() throws IOException {
        Map<String, NDArray> tensors = complete();
        tensors.put("extra.b", files.counting(0, 1));
        tensors.put("extra.a", files.counting(0, 1));

        assertRefused(tensors, " has unexpected tensor 'extra.a' and 1 more");
    }

    @Test
    void aTensorOfAnotherShapeIsNamedWithBothShapes() throws IOException {
        Map<String, NDArray> tensors = complete();
        tensors.put("weight", files.counting(1, 3, 2));

        assertRefused(tensors, ": tensor 'weight' has shape [3, 2], the network needs (2, 3)");
    }

    /** A transposed matrix has as many values, and a bias of one could be stretched. */
    @Test
    void nothingIsLoadedWhenOneTensorDoesNotFit() throws IOException {
        Map<String, NDArray> tensors = complete();
        tensors.put("bias", files.counting(1, 1));

        assertRefused(tensors, "shape [1], the network needs (2)");

        assertThat(network.namedWeights().values()).noneMatch(Weight::isLoaded);
    }

    private Map<String, NDArray> complete() {
        Map<String, NDArray> tensors = new HashMap<>();
        tensors.put("weight", files.counting(1, 2, 3));
        tensors.put("bias", files.counting(7, 2));
        return tensors;
    }

    private void load(Map<String, NDArray> tensors) throws IOException {
        Path path = files.write(folder.resolve("model.safetensors"), tensors);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            WeightLoader.load(network, file, manager);
        }
    }

    private void assertRefused(Map<String, NDArray> tensors, String problem) {
        assertThatThrownBy(() -> load(tensors))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(folder.resolve("model.safetensors").toString())
                .hasMessageEndingWith(problem);
    }
}
