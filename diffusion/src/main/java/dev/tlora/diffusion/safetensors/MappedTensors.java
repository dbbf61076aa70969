package dev.tlora.diffusion.safetensors;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.tensor.Kernel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file mapped by PyTorch itself, so that arrays on its pages keep the mapping alive for as long
 * as they or views of them live. Pages are private: a change in place would not reach the file.
 *
 * <p>The whole file is cut up in one call, since a network has thousands of tensors.
 */
final class MappedTensors implements AutoCloseable {

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final Map<String, NDArray> flat = new HashMap<>();

    private MappedTensors() {}

    /** Whether every tensor begins and ends where an element of {@code type} may. */
    static boolean isPossible(SafetensorsHeader header, TensorType type) {
        int bytes = type.bytes();
        return header.dataStart() % bytes == 0
                && header.tensors().values().stream().allMatch(info -> info.begin() % bytes == 0);
    }

    /**
     * Maps a file.
     *
     * @param type the element type as which all of the file is seen
     */
    static MappedTensors map(Path path, SafetensorsHeader header, TensorType type) {
        List<Map.Entry<String, TensorInfo>> ordered = new ArrayList<>(header.tensors().entrySet());
        ordered.sort(Comparator.comparingLong(entry -> entry.getValue().end()));
        ordered.removeIf(entry -> entry.getValue().elements() == 0);
        long[] sizes = new long[ordered.size() + 1];
        sizes[0] = header.dataStart() / type.bytes();
        for (int i = 0; i < ordered.size(); i++) {
            TensorInfo info = ordered.get(i).getValue();
            sizes[i + 1] = (info.end() - info.begin()) / type.bytes();
        }
        MappedTensors mapped = new MappedTensors();
        NDList parts = mapped.cut(path, type, sizes);
        for (int i = 0; i < ordered.size(); i++) {
            mapped.flat.put(ordered.get(i).getKey(), parts.get(i + 1));
        }
        return mapped;
    }

    private NDList cut(Path path, TensorType type, long[] sizes) {
        byte[] name = path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        try {
            return Kernel.MAP_FILE.callAll(
                    new NDList(
                            manager.create(name),
                            Kernel.scalar(type.code()),
                            HostArrays.create(manager, sizes, new Shape(sizes.length))));
        } catch (EngineException e) {
            manager.close();
            throw new CheckpointException(path + " cannot be mapped into memory", e);
        }
    }

    /** The tensor on its pages, seen as the type that the file was mapped as. */
    NDArray get(String name, TensorInfo info, NDManager owner) {
        Shape shape = new Shape(info.shape().stream().mapToLong(Long::longValue).toArray());
        NDArray shaped = flat.get(name).reshape(shape);
        shaped.attach(owner);
        return shaped;
    }

    @Override
    public void close() {
        manager.close();
    }
}
