package dev.tlora.diffusion.image;

import java.awt.image.BufferedImage;
import java.util.Objects;

/**
 * Resizes 8-bit RGB exactly as Pillow's {@code Image.resize} does ({@code src/libImaging/
 * Resample.c}): antialiased, columns first and rows second, fixed-point weights, each pass rounded
 * to 8 bits. Scores computed on other resamplings are not comparable with published ones. (From
 * version 13 on Pillow takes rows first when the width grows and the height shrinks, which
 * preprocessing never asks for.)
 */
public final class Resampler {

    private static final int[] CHANNEL_SHIFTS = {16, 8, 0};

    private Resampler() {}

    /** A resized copy; the image itself when it has that size already. */
    public static BufferedImage resize(BufferedImage image, int width, int height, Filter filter) {
        Objects.requireNonNull(filter, "filter");
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "cannot resize to %d x %d pixels".formatted(width, height));
        }
        BufferedImage wide =
                width == image.getWidth() ? image : resizeColumns(image, width, filter);
        return height == image.getHeight() ? wide : resizeRows(wide, height, filter);
    }

    private static BufferedImage resizeColumns(BufferedImage image, int width, Filter filter) {
        int height = image.getHeight();
        ResampleWeights weights = new ResampleWeights(image.getWidth(), width, filter);
        BufferedImage resized = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] from = new int[image.getWidth()];
        int[] to = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, from.length, 1, from, 0, from.length);
            resample(from, to, weights);
            resized.setRGB(0, y, width, 1, to, 0, width);
        }
        return resized;
    }

    private static BufferedImage resizeRows(BufferedImage image, int height, Filter filter) {
        int width = image.getWidth();
        ResampleWeights weights = new ResampleWeights(image.getHeight(), height, filter);
        BufferedImage resized = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] from = new int[image.getHeight()];
        int[] to = new int[height];
        for (int x = 0; x < width; x++) {
            image.getRGB(x, 0, 1, from.length, from, 0, 1);
            resample(from, to, weights);
            resized.setRGB(x, 0, 1, height, to, 0, 1);
        }
        return resized;
    }

    private static void resample(int[] from, int[] to, ResampleWeights weights) {
        for (int i = 0; i < to.length; i++) {
            int pixel = 0;
            for (int shift : CHANNEL_SHIFTS) {
                pixel |= weights.weigh(from, shift, i) << shift;
            }
            to[i] = pixel;
        }
    }
}
