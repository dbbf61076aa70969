package dev.tlora.diffusion.adapter;

import dev.tlora.diffusion.random.CounterNoise;
import dev.tlora.diffusion.random.Purpose;

/**
 * Orthonormal frames drawn uniformly from all of them: the Q of a Gaussian matrix whose R has a
 * positive diagonal is Haar-distributed (Mezzadri, "How to generate random matrices from the
 * classical compact groups", 2007).
 *
 * <p>Computed in Java's own arithmetic, which since Java 17 is the same on every machine. A file
 * can therefore leave a frame out and name its seed instead; a numerics library would give other
 * last bits on another processor.
 */
final class HaarFrame {

    /** A vector that projection shortens more than this is projected again (Kahan and Parlett). */
    private static final double SHORTENED = 0.5;

    private HaarFrame() {}

    /**
     * Draws {@code count} orthonormal vectors of {@code size} values, one after the other.
     *
     * @param stream distinguishes the frames of one seed
     */
    static float[] draw(long seed, long stream, int count, int size) {
        float[] gaussian = CounterNoise.gaussian(seed, stream, Purpose.ADAPTER_INIT, count * size);
        double[][] vectors = new double[count][size];
        double[] lengths = new double[count];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < size; i++) {
                vectors[row][i] = gaussian[row * size + i];
            }
            lengths[row] = length(vectors[row]);
        }
        for (int row = 0; row < count; row++) {
            normalise(vectors, row, lengths[row]);
            takeFromLater(vectors, row);
        }
        float[] frame = new float[count * size];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < size; i++) {
                frame[row * size + i] = (float) vectors[row][i];
            }
        }
        return frame;
    }

    /** Once a vector's parts along all earlier ones are taken away: makes its length one. */
    private static void normalise(double[][] vectors, int row, double lengthAsDrawn) {
        double[] vector = vectors[row];
        double before = lengthAsDrawn;
        double after = length(vector);
        while (after < SHORTENED * before) {
            before = after;
            after = project(vectors, row);
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= after;
        }
    }

    /** Modified Gram–Schmidt: takes from each later vector its part along a finished one. */
    private static void takeFromLater(double[][] vectors, int row) {
        int later = row + 1;
        for (; later + 1 < vectors.length; later += 2) {
            takeFromPair(vectors[row], vectors[later], vectors[later + 1]);
        }
        if (later < vectors.length) {
            subtract(vectors[later], vectors[row], dot(vectors[row], vectors[later]));
        }
    }

    /** Two at once share the loads of {@code along}; sums as in {@link #dot}. */
    private static void takeFromPair(double[] along, double[] first, double[] second) {
        double a0 = 0;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        double b0 = 0;
        double b1 = 0;
        double b2 = 0;
        double b3 = 0;
        int i = 0;
        for (; i + 3 < along.length; i += 4) {
            a0 += along[i] * first[i];
            a1 += along[i + 1] * first[i + 1];
            a2 += along[i + 2] * first[i + 2];
            a3 += along[i + 3] * first[i + 3];
            b0 += along[i] * second[i];
            b1 += along[i + 1] * second[i + 1];
            b2 += along[i + 2] * second[i + 2];
            b3 += along[i + 3] * second[i + 3];
        }
        for (; i < along.length; i++) {
            a0 += along[i] * first[i];
            b0 += along[i] * second[i];
        }
        subtract(first, along, (a0 + a1) + (a2 + a3));
        subtract(second, along, (b0 + b1) + (b2 + b3));
    }

    private static double project(double[][] vectors, int row) {
        double[] vector = vectors[row];
        for (int earlier = 0; earlier < row; earlier++) {
            subtract(vector, vectors[earlier], dot(vectors[earlier], vector));
        }
        return length(vector);
    }

    private static double length(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    /** Four partial sums, whose order is fixed, keep the processor's pipelines full. */
    private static double dot(double[] a, double[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            sum0 += a[i] * b[i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    private static void subtract(double[] from, double[] vector, double factor) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= factor * vector[i];
        }
    }
}
