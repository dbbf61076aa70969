package dev.tlora.diffusion.image;

/** Which pixels of a line make up each pixel of the resized line, and with what weights. */
final class ResampleWeights {

    /** Fraction bits of a weight: 8 are for the colour, 2 for sums beyond it. */
    private static final int FRACTION_BITS = 32 - 8 - 2;

    private final int[] first;
    private final int[][] weights;

    ResampleWeights(int from, int to, Filter filter) {
        first = new int[to];
        weights = new int[to][];
        double scale = (double) from / to;
        double stretch = Math.max(scale, 1);
        double support = filter.support() * stretch;
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            int begin = Math.max((int) (centre - support + 0.5), 0);
            int end = Math.min((int) (centre + support + 0.5), from);
            first[i] = begin;
            weights[i] = fixedPoint(weights(begin, end, centre, stretch, filter));
        }
    }

    private static double[] weights(
            int begin, int end, double centre, double stretch, Filter filter) {
        double[] weights = new double[end - begin];
        double sum = 0;
        double inverse = 1 / stretch;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = filter.weight((i + begin - centre + 0.5) * inverse);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length && sum != 0; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static int[] fixedPoint(double[] weights) {
        int[] fixed = new int[weights.length];
        for (int i = 0; i < fixed.length; i++) {
            double scaled = weights[i] * (1 << FRACTION_BITS);
            fixed[i] = (int) (scaled + Math.copySign(0.5, scaled));
        }
        return fixed;
    }

    /** The colour at {@code shift} of pixel {@code index} of the resized line. */
    int weigh(int[] line, int shift, int index) {
        int sum = 1 << (FRACTION_BITS - 1);
        int begin = first[index];
        int[] weight = weights[index];
        for (int i = 0; i < weight.length; i++) {
            sum += (line[begin + i] >> shift & 0xff) * weight[i];
        }
        return Math.min(Math.max(sum >> FRACTION_BITS, 0), 255);
    }
}
