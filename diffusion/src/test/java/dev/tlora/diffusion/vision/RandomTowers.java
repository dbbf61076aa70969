package dev.tlora.diffusion.vision;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Weight;
import java.util.Random;

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
        // The same towers each time: some draws see next to nothing of a picture.
        Random random = new Random(1);
        for (Weight weight : network.namedWeights().values()) {
            float[] values = new float[(int) weight.shape().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.5f * (float) random.nextGaussian();
            }
            weight.load(HostArrays.create(weights, values, weight.shape()));
        }
        return network;
    }
}
