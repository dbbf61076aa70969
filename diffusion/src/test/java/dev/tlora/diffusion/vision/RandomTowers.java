package dev.tlora.diffusion.vision;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Weight;

/** Tiny towers with random weights, where only shapes and life times matter. */
final class RandomTowers {

    static final int IMAGE_SIZE = 28;

    private RandomTowers() {}

    static ClipVisionModel clip(NDManager weights) {
        return filled(
                new ClipVisionModel(
                        new ClipVisionConfig(
                                8, 16, 2, 2, IMAGE_SIZE, 14, 6, Kernel.QUICK_GELU, 1e-5)),
                weights);
    }

    static DinoModel dino(NDManager weights) {
        return filled(new DinoModel(new DinoConfig(8, 16, 2, 2, IMAGE_SIZE, 14, 1e-12)), weights);
    }

    private static <B extends CheckpointBlock> B filled(B network, NDManager weights) {
        for (Weight weight : network.namedWeights().values()) {
            weight.load(weights.randomNormal(0, 0.5f, weight.shape(), DataType.FLOAT32));
        }
        return network;
    }
}
