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
        int from = image.getWidth();
        ResampleWeights weights = new ResampleWeights(from, width, filter);
        int[] pixels = pixels(image);
        int[] resized = new int[width * image.getHeight()];
        for (int y = 0; y < image.getHeight(); y++) {
            weights.alongRow(pixels, y * from, resized, y * width);
        }
        return image(resized, width, image.getHeight());
    }

    private static BufferedImage resizeRows(BufferedImage image, int height, Filter filter) {
        int width = image.getWidth();
        ResampleWeights weights = new ResampleWeights(image.getHeight(), height, filter);
        int[] pixels = pixels(image);
        int[] resized = new int[width * height];
        for (int y = 0; y < height; y++) {
            weights.acrossRows(pixels, width, y, resized);
        }
        return image(resized, width, height);
    }

    /** Row by row; whatever lies above the colours' 24 bits is left alone. */
    private static int[] pixels(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        // Copies whole rows where getRGB would convert pixel by pixel.
        return image.getType() == BufferedImage.TYPE_INT_RGB
                ? (int[]) image.getRaster().getDataElements(0, 0, width, height, null)
                : image.getRGB(0, 0, width, height, null, 0, width);
    }

    private static BufferedImage image(int[] pixels, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.getRaster().setDataElements(0, 0, width, height, pixels);
        return image;
    }
}
