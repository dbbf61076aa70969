package dev.tlora.diffusion.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.tensor.HostArrays;

/**
 * Sinusoidal embedding of numbers, cosines first: diffusers' {@code get_timestep_embedding} with
 * {@code flip_sin_to_cos} and {@code downscale_freq_shift = 0}, as SDXL sets them.
 */
final class Sinusoid {

    private static final double LONGEST_PERIOD = 10_000;

    private final int size;
    private final float[] frequencies;

    Sinusoid(int size) {
        this.size = size;
        int half = size / 2;
        frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = (float) Math.exp(-Math.log(LONGEST_PERIOD) * i / half);
        }
    }

    /** Embeds (N) float32 numbers as (N, size). */
    NDArray of(NDArray numbers) {
        try (NDManager scope = NDManager.subManagerOf(numbers)) {
            scope.tempAttachAll(numbers);
            NDArray row = HostArrays.create(scope, frequencies, new Shape(1, size / 2));
            NDArray angles = numbers.reshape(-1, 1).mul(row); // (N, size / 2)
            return scope.ret(angles.cos().concat(angles.sin(), 1));
        }
    }
}
