package dev.tlora.diffusion.adapter;

import dev.tlora.diffusion.random.RandomStream;

/**
 * Singular values of a Gaussian matrix without the matrix: its bidiagonal form has independent chi
 * variables on the diagonals (Golub and Kahan; Edelman and Rao, "Random matrix theory", 2005, §4),
 * and single eigenvalues of the tridiagonal BᵀB come from counting signs.
 */
final class GaussianSpectrum {

    private static final double RELATIVE_PRECISION = 1e-9;

    private final double[] diagonal;
    private final double[] squaredOffDiagonal;

    /** Draws the bidiagonal form of a rows × columns matrix of standard normal values. */
    GaussianSpectrum(int rows, int columns, RandomStream random) {
        int longer = Math.max(rows, columns);
        int shorter = Math.min(rows, columns);
        diagonal = new double[shorter];
        squaredOffDiagonal = new double[shorter];
        double above = 0;
        for (int i = 0; i < shorter; i++) {
            double d = random.chi(longer - i);
            double e = i + 1 < shorter ? random.chi(shorter - 1 - i) : 0;
            diagonal[i] = d * d + above * above;
            squaredOffDiagonal[i] = d * d * e * e;
            above = e;
        }
    }

    /** {@code count} singular values in descending order, from the {@code first} largest on. */
    double[] values(int first, int count) {
        double[] values = new double[count];
        double lower = 0;
        for (int i = count - 1; i >= 0; i--) {
            lower = eigenvalue(diagonal.length - 1 - (first + i), lower);
            values[i] = Math.sqrt(lower);
        }
        return values;
    }

    /** The eigenvalue of BᵀB with {@code smaller} eigenvalues below it, by bisection. */
    private double eigenvalue(int smaller, double lowerBound) {
        double low = lowerBound;
        double high = largestPossible();
        while (high - low > RELATIVE_PRECISION * high) {
            double middle = (low + high) / 2;
            if (countBelow(middle) > smaller) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return (low + high) / 2;
    }

    private double largestPossible() {
        double bound = 0;
        double before = 0;
        for (int i = 0; i < diagonal.length; i++) {
            double after = Math.sqrt(squaredOffDiagonal[i]);
            bound = Math.max(bound, diagonal[i] + before + after);
            before = after;
        }
        return bound;
    }

    /** Sylvester's law of inertia on the LDLᵀ factors of BᵀB − shift. */
    private int countBelow(double shift) {
        int below = 0;
        double pivot = diagonal[0] - shift;
        for (int i = 1; i <= diagonal.length; i++) {
            if (pivot < 0) {
                below++;
            }
            if (i < diagonal.length) {
                double safe = pivot == 0 ? Double.MIN_NORMAL : pivot;
                pivot = diagonal[i] - shift - squaredOffDiagonal[i - 1] / safe;
            }
        }
        return below;
    }
}
