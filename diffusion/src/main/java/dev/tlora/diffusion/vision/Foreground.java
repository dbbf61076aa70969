package dev.tlora.diffusion.vision;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Which pixels of a picture show the thing rather than its surroundings. Immutable. */
public final class Foreground {

    /**
     * What takes the place of hidden pixels: the mean colour of ImageNet (124, 116, 104), which
     * both towers' normalisation brings close to zero.
     */
    static final int FILL = 0x7c7468;

    /**
     * The share of attention that the foreground holds; the {@code --threshold} that DINO's authors
     * draw their segmentations with ({@code visualize_attention.py}).
     */
    private static final double KEPT_ATTENTION = 0.6;

    private static final int WHITE_FROM = 128;

    private final int width;
    private final int height;
    private final boolean[] shown;

    private Foreground(int width, int height, boolean[] shown) {
        this.width = width;
        this.height = height;
        this.shown = shown;
    }

    /**
     * As somebody drew it: white is the thing.
     *
     * @throws IllegalArgumentException when there is no white in it
     */
    public static Foreground drawn(BufferedImage mask) {
        int width = mask.getWidth();
        int height = mask.getHeight();
        int[] pixels = mask.getRGB(0, 0, width, height, null, 0, width);
        boolean[] shown = new boolean[pixels.length];
        for (int at = 0; at < shown.length; at++) {
            shown[at] = isWhite(pixels[at]);
        }
        Foreground drawn = new Foreground(width, height, shown);
        if (drawn.share() == 0) {
            throw new IllegalArgumentException("the mask has no white pixel; draw the thing white");
        }
        return drawn;
    }

    private static boolean isWhite(int rgb) {
        return (rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff) >= 3 * WHITE_FROM;
    }

    /**
     * Where a network looks: the fewest patches that hold {@value #KEPT_ATTENTION} of its
     * attention.
     *
     * @param attention of each patch of a square grid over the whole picture, row by row
     * @throws IllegalArgumentException when it holds values that are no numbers
     */
    static Foreground attended(float[] attention, int width, int height) {
        int side = (int) Math.round(Math.sqrt(attention.length));
        boolean[] kept = kept(attention);
        boolean[] shown = new boolean[width * height];
        for (int at = 0; at < shown.length; at++) {
            int row = at / width * side / height;
            int column = at % width * side / width;
            shown[at] = kept[row * side + column];
        }
        return new Foreground(width, height, shown);
    }

    private static boolean[] kept(float[] attention) {
        double all = 0;
        for (float value : attention) {
            all += value;
        }
        if (!Double.isFinite(all) || all <= 0) {
            throw new IllegalArgumentException(
                    "the attention of DINO sums to " + all + "; check the weights");
        }
        int[] leastFirst =
                IntStream.range(0, attention.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(patch -> attention[patch]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        boolean[] kept = new boolean[attention.length];
        double sum = 0;
        for (int patch : leastFirst) {
            sum += attention[patch];
            kept[patch] = sum / all > 1 - KEPT_ATTENTION;
        }
        return kept;
    }

    /** How much of the picture the thing takes, 0 to 1. */
    public double share() {
        long count = IntStream.range(0, shown.length).filter(at -> shown[at]).count();
        return (double) count / shown.length;
    }

    /** The thing alone, its surroundings filled with one colour. */
    public BufferedImage alone(BufferedImage picture) {
        return filled(picture, false);
    }

    /** The surroundings alone, the thing filled with one colour. */
    public BufferedImage surroundings(BufferedImage picture) {
        return filled(picture, true);
    }

    private BufferedImage filled(BufferedImage picture, boolean which) {
        if (picture.getWidth() != width || picture.getHeight() != height) {
            throw new IllegalArgumentException(
                    "a mask of %d x %d pixels does not fit a picture of %d x %d"
                            .formatted(width, height, picture.getWidth(), picture.getHeight()));
        }
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        for (int at = 0; at < pixels.length; at++) {
            pixels[at] = shown[at] == which ? FILL : pixels[at];
        }
        BufferedImage filled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        filled.setRGB(0, 0, width, height, pixels, 0, width);
        return filled;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Foreground mask
                && mask.width == width
                && mask.height == height
                && Arrays.equals(mask.shown, shown);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shown);
    }

    @Override
    public String toString() {
        return "Foreground of %d x %d pixels".formatted(width, height);
    }
}
