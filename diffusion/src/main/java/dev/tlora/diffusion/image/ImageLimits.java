package dev.tlora.diffusion.image;

/**
 * What an image may cost before it is decoded.
 *
 * @param maxBytes largest file
 * @param maxPixels largest width times height
 * @param minSide smallest width and height in pixels
 */
public record ImageLimits(long maxBytes, long maxPixels, int minSide) {

    /** 64 MiB, 40 megapixels, 64 pixels. */
    public static final ImageLimits DEFAULT = new ImageLimits(64L << 20, 40_000_000, 64);

    public ImageLimits {
        if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("maxBytes must be 1 to 2 GiB, was " + maxBytes);
        }
        if (minSide < 1 || maxPixels < (long) minSide * minSide) {
            throw new IllegalArgumentException(
                    "maxPixels %d leaves no room for minSide %d".formatted(maxPixels, minSide));
        }
    }
}
