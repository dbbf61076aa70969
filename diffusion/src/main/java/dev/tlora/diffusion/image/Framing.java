package dev.tlora.diffusion.image;

import java.awt.image.BufferedImage;

/** Cuts images to the shape that a network was made for. */
public final class Framing {

    private Framing() {}

    /** The largest central part of the target's proportions, resized to it with Lanczos. */
    public static BufferedImage fill(BufferedImage image, int width, int height) {
        int cropWidth = image.getWidth();
        int cropHeight = image.getHeight();
        if ((long) cropWidth * height > (long) cropHeight * width) {
            cropWidth = Math.max(1, (int) ((long) cropHeight * width / height));
        } else {
            cropHeight = Math.max(1, (int) ((long) cropWidth * height / width));
        }
        return Resampler.resize(
                centre(image, cropWidth, cropHeight), width, height, Filter.LANCZOS);
    }

    /**
     * The central part, sharing its pixels with the image; an odd margin leaves its extra pixel
     * right and below.
     *
     * @throws IllegalArgumentException when the image is smaller than the part
     */
    public static BufferedImage centre(BufferedImage image, int width, int height) {
        if (width > image.getWidth() || height > image.getHeight()) {
            throw new IllegalArgumentException(
                    "cannot cut %d x %d pixels out of %d x %d"
                            .formatted(width, height, image.getWidth(), image.getHeight()));
        }
        int left = (image.getWidth() - width) / 2;
        int top = (image.getHeight() - height) / 2;
        return image.getSubimage(left, top, width, height);
    }
}
