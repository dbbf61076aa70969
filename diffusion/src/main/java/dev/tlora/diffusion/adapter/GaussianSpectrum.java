package dev.tlora.diffusion.adapter;

import dev.tlora.diffusion.random.RandomStream;
import java.util.Arrays;

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
        Search search = new Search(diagonal.length - first - count, count);
        double[] values = new double[count];
        double lower = 0;
        for (int i = count - 1; i >= 0; i--) {
            lower = search.eigenvalue(count - i, lower);
            values[i] = Math.sqrt(lower);
        }
        return values;
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

    /**
     * Bisection for neighbouring eigenvalues, from the smallest on. What counting has shown for one
     * serves the next, and shifts are counted three at a time: the one in question and both that
     * may follow it. None of that changes a bit of the results.
     */
    private final class Search {

        private final int fewest;
        private final double bound = largestPossible();

        /** By number: the least shift known to have at least {@code fewest + number} below it. */
        private final double[] reaching;

        private double notReaching;

        Search(int fewest, int count) {
            this.fewest = fewest;
            reaching = new double[count + 1];
            Arrays.fill(reaching, Double.POSITIVE_INFINITY);
        }

        /** The eigenvalue with {@code fewest + number - 1} smaller ones. */
        double eigenvalue(int number, double lowerBound) {
            double low = lowerBound;
            double high = bound;
            notReaching = lowerBound;
            while (high - low > RELATIVE_PRECISION * high) {
                double middle = (low + high) / 2;
                if (middle > notReaching && middle < reaching[number]) {
                    count(number, (low + middle) / 2, middle, (middle + high) / 2);
                }
                if (middle >= reaching[number]) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            return (low + high) / 2;
        }

        /**
         * Sylvester's law of inertia on the LDLᵀ factors of BᵀB − shift. Three independent chains
         * of divisions take hardly longer than one.
         */
        private void count(int number, double shift0, double shift1, double shift2) {
            double pivot0 = diagonal[0] - shift0;
            double pivot1 = diagonal[0] - shift1;
            double pivot2 = diagonal[0] - shift2;
            int below0 = sign(pivot0);
            int below1 = sign(pivot1);
            int below2 = sign(pivot2);
            for (int i = 1; i < diagonal.length; i++) {
                double d = diagonal[i];
                double e = squaredOffDiagonal[i - 1];
                pivot0 = d - shift0 - e / safe(pivot0);
                pivot1 = d - shift1 - e / safe(pivot1);
                pivot2 = d - shift2 - e / safe(pivot2);
                below0 += sign(pivot0);
                below1 += sign(pivot1);
                below2 += sign(pivot2);
            }
            note(number, shift0, below0);
            note(number, shift1, below1);
            note(number, shift2, below2);
        }

        private static int sign(double pivot) {
            return pivot < 0 ? 1 : 0;
        }

        private static double safe(double pivot) {
            return pivot == 0 ? Double.MIN_NORMAL : pivot;
        }

        private void note(int number, double shift, int below) {
            int reached = Math.min(below - fewest, reaching.length - 1);
            for (int i = number; i <= reached; i++) {
                reaching[i] = Math.min(reaching[i], shift);
            }
            if (reached < number) {
                notReaching = Math.max(notReaching, shift);
            }
        }
    }
}
