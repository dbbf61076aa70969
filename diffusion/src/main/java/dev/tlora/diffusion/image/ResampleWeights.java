package dev.tlora.diffusion.image;

import java.util.Arrays;

/** Which pixels of a line make up each pixel of the resized line, and with what weights. */
final class ResampleWeights {

    /** Fraction bits of a weight: 8 are for the colour, 2 for sums beyond it. */
    private static final int FRACTION_BITS = 32 - 8 - 2;

    /** Added to a sum so that cutting off its fraction rounds it. */
    private static final int HALF = 1 << (FRACTION_BITS - 1);

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

    /** Resizes one row of pixels that begins at {@code from} into one that begins at {@code to}. */
    void alongRow(int[] pixels, int from, int[] resized, int to) {
        for (int i = 0; i < first.length; i++) {
            int[] weight = weights[i];
            int at = from + first[i];
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            for (int factor : weight) {
                int pixel = pixels[at++];
                red += (pixel >> 16 & 0xff) * factor;
                green += (pixel >> 8 & 0xff) * factor;
                blue += (pixel & 0xff) * factor;
            }
            resized[to + i] = pixel(red, green, blue);
        }
    }

    /** Makes row {@code index} of the resized picture out of whole rows of {@code width} pixels. */
    void acrossRows(int[] pixels, int width, int index, int[] resized) {
        int[] red = halves(width);
        int[] green = halves(width);
        int[] blue = halves(width);
        int from = first[index] * width;
        for (int factor : weights[index]) {
            for (int x = 0; x < width; x++) {
                int pixel = pixels[from + x];
                red[x] += (pixel >> 16 & 0xff) * factor;
                green[x] += (pixel >> 8 & 0xff) * factor;
                blue[x] += (pixel & 0xff) * factor;
            }
            from += width;
        }
        for (int x = 0; x < width; x++) {
            resized[index * width + x] = pixel(red[x], green[x], blue[x]);
        }
    }

    private static int[] halves(int length) {
        int[] halves = new int[length];
        Arrays.fill(halves, HALF);
        return halves;
    }

    private static int pixel(int red, int green, int blue) {
        return colour(red) << 16 | colour(green) << 8 | colour(blue);
    }

    private static int colour(int sum) {
        return Math.min(Math.max(sum >> FRACTION_BITS, 0), 255);
    }
}
