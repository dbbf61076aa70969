package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.random.CounterNoise;
import dev.tlora.diffusion.random.Purpose;
import dev.tlora.diffusion.random.RandomStream;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.tensor.Kernel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Draws the values that a layer starts from. Random numbers depend on the adapter's seed and the
 * layer's {@linkplain #keyOf key} alone, so that a file may leave them out.
 *
 * <p>Frames of a Gaussian matrix: its singular vectors are Haar-distributed and independent of its
 * singular values, so two thin QR factorisations and a spectrum stand for the dense decomposition.
 */
final class StartingFactors {

    /** Independent streams per layer. */
    private static final int STREAMS = 4;

    private static final int DOWN = 0;
    private static final int UP = 1;
    private static final int SPECTRUM = 2;

    private final AdapterSettings settings;
    private final int rank;
    private final NDManager manager;

    StartingFactors(AdapterSettings settings, NDManager manager) {
        this.settings = settings;
        this.rank = settings.ranks().rank();
        this.manager = manager;
    }

    /** Names a layer's random streams: 61 bits of the hash of its path. */
    static long keyOf(String path) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(path.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong() >>> 3;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** LoRA's {@code down}: N(0, 1/r) by standard deviation, (r, in). */
    NDArray gaussianDown(Linear linear, long layer) {
        try (NDArray unit = gaussian(layer, DOWN, rank, (int) linear.in());
                NDArray scaled = unit.div(rank)) {
            return owned(scaled);
        }
    }

    /** LoRA's {@code up}: zeros, (out, r). */
    NDArray zeroUp(Linear linear) {
        return manager.zeros(new Shape(linear.out(), rank));
    }

    /** Frames and singular values as the settings' initialisation asks for. */
    OrthoLayer.Factors orthogonal(Linear linear, long layer) {
        return settings.initialisation().isRandom()
                ? ofGaussian(layer, (int) linear.in(), (int) linear.out())
                : ofWeight(linear, settings.initialisation());
    }

    /** PiSSA: the principal components with √σ in both factors, λ = 1. */
    OrthoLayer.Factors principal(Linear linear) {
        OrthoLayer.Factors raw = ofWeight(linear, Initialisation.PRINCIPAL);
        try (NDManager scope = manager.newSubManager()) {
            scope.tempAttachAll(raw.q(), raw.p(), raw.lambda());
            NDArray root = raw.lambda().sqrt(); // (1, r)
            NDArray q = raw.q().mul(root.transpose());
            NDArray p = raw.p().mul(root);
            return new OrthoLayer.Factors(owned(q), owned(p), owned(raw.lambda().onesLike()));
        }
    }

    /** What a layer of this size draws from the seed; bit for bit the same on every machine. */
    OrthoLayer.Factors ofGaussian(long layer, int in, int out) {
        RandomStream random =
                new RandomStream(settings.seed(), stream(layer, SPECTRUM), Purpose.ADAPTER_INIT);
        int first = settings.initialisation().firstComponent(Math.min(in, out), rank);
        double[] spectrum = new GaussianSpectrum(in, out, random).values(first, rank);
        float[] lambda = new float[rank];
        for (int i = 0; i < rank; i++) {
            // The matrix has a standard deviation of 1/r (reference lora.py, line 63).
            lambda[i] = (float) (spectrum[i] / rank);
        }
        try (NDArray p = frame(layer, UP, out);
                NDArray columns = p.transpose()) {
            return new OrthoLayer.Factors(
                    frame(layer, DOWN, in),
                    owned(columns),
                    HostArrays.create(manager, lambda, new Shape(1, rank)));
        }
    }

    /** (rank, size) with orthonormal rows. */
    private NDArray frame(long layer, int stream, int size) {
        float[] rows = HaarFrame.draw(settings.seed(), stream(layer, stream), rank, size);
        return HostArrays.create(manager, rows, new Shape(rank, size));
    }

    /**
     * Components of the weight itself, from the eigenvectors of W Wᵀ or Wᵀ W, whichever is smaller,
     * in double precision. The other side's vectors are the images of the chosen ones, so that each
     * vector stays with its own value also where the weight is not square.
     */
    private OrthoLayer.Factors ofWeight(Linear linear, Initialisation initialisation) {
        int available = (int) Math.min(linear.in(), linear.out());
        int first = initialisation.firstComponent(available, rank);
        try (NDManager scope = manager.newSubManager()) {
            NDList found =
                    Kernel.WEIGHT_COMPONENTS.callIn(
                            scope,
                            linear.weight().array(),
                            Kernel.scalar(first),
                            Kernel.scalar(rank));
            return new OrthoLayer.Factors(
                    owned(found.get(0)), owned(found.get(1)), owned(found.get(2)));
        }
    }

    private NDArray gaussian(long layer, int stream, int rows, int columns) {
        float[] values =
                CounterNoise.gaussian(
                        settings.seed(),
                        stream(layer, stream),
                        Purpose.ADAPTER_INIT,
                        rows * columns);
        return HostArrays.create(manager, values, new Shape(rows, columns));
    }

    private static long stream(long layer, int stream) {
        return layer * STREAMS + stream;
    }

    /**
     * A copy in row order: factors of a decomposition come in column order, and the fused optimiser
     * pairs a parameter with its gradient by position in memory.
     */
    private NDArray owned(NDArray array) {
        NDArray copy = Kernel.CONTIGUOUS.call(array);
        copy.attach(manager);
        return copy;
    }
}
