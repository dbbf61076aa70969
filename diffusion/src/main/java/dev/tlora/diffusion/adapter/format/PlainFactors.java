package dev.tlora.diffusion.adapter.format;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers of a plain LoRA file: alpha over rank goes into {@code up}, and layers of a smaller
 * rank than others are filled up with zeros, which change nothing.
 */
final class PlainFactors {

    private final PlacedTensors tensors;
    private final PeftScale peft;
    private final int rank;

    PlainFactors(PlacedTensors tensors) {
        this.tensors = tensors;
        peft = PeftScale.of(tensors.file());
        rank = tensors.names().keySet().stream().mapToInt(this::rankOf).max().orElse(0);
    }

    /** The largest rank of any layer. */
    int rank() {
        return rank;
    }

    private int rankOf(String path) {
        String downName = tensors.required(path, TensorNaming.DOWN);
        String upName = tensors.required(path, TensorNaming.UP);
        List<Long> down = tensors.file().info(downName).shape();
        List<Long> up = tensors.file().info(upName).shape();
        if (down.size() != 2 || up.size() != 2 || !down.get(0).equals(up.get(1))) {
            throw new CheckpointException(
                    "%s: '%s' and '%s' have shapes %s and %s, which are no pair of factors"
                            .formatted(tensors.file().path(), downName, upName, down, up));
        }
        return Math.toIntExact(down.get(0));
    }

    /** Arrays by {@code <path>.<array>}. */
    Map<String, NDArray> read(NDManager manager) {
        Map<String, NDArray> arrays = new HashMap<>();
        for (String path : tensors.names().keySet()) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray down = read(path, TensorNaming.DOWN, scope);
                NDArray up = read(path, TensorNaming.UP, scope);
                long own = down.getShape().get(0);
                NDArray fullUp = up.mul(scale(path, own, scope));
                NDArray fullDown = down;
                if (own < rank) {
                    fullDown = down.concat(zeros(rank - own, down.getShape().get(1), scope), 0);
                    fullUp = fullUp.concat(zeros(up.getShape().get(0), rank - own, scope), 1);
                }
                fullDown.attach(manager);
                fullUp.attach(manager);
                arrays.put(path + "." + TensorNaming.DOWN, fullDown);
                arrays.put(path + "." + TensorNaming.UP, fullUp);
            }
        }
        return arrays;
    }

    private static NDArray zeros(long rows, long columns, NDManager scope) {
        return scope.zeros(new Shape(rows, columns));
    }

    private NDArray read(String path, String array, NDManager scope) {
        return tensors.file().readFloat(tensors.required(path, array), scope);
    }

    private double scale(String path, long own, NDManager scope) {
        String alpha = tensors.names().get(path).get(TensorNaming.ALPHA);
        if (alpha == null) {
            return peft.of(path, own);
        }
        SafetensorsFile file = tensors.file();
        if (file.info(alpha).elements() != 1) {
            throw new CheckpointException(
                    "%s: '%s' must be one number, has shape %s"
                            .formatted(file.path(), alpha, file.info(alpha).shape()));
        }
        return file.readFloat(alpha, scope).toFloatArray()[0] / own;
    }
}
