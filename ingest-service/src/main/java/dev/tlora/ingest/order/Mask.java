package dev.tlora.ingest.order;

import java.awt.image.BufferedImage;

/** Where a photo's square shows the concept: white. */
public record Mask(BufferedImage square) {

    private static final int WHITE_FROM = 128;

    /**
     * One value for each latent, row by row: 1 where any of its pixels shows the concept, else 0,
     * as the reference does ({@code mask > 0} after downscaling).
     *
     * @param downscale pixels per latent along each side
     */
    public float[] latents(int downscale) {
        int side = square.getWidth() / downscale;
        float[] latents = new float[side * side];
        for (int y = 0; y < side * downscale; y++) {
            for (int x = 0; x < side * downscale; x++) {
                if (isWhite(square.getRGB(x, y))) {
                    latents[y / downscale * side + x / downscale] = 1;
                }
            }
        }
        return latents;
    }

    boolean isBlank() {
        int[] pixels =
                square.getRGB(
                        0, 0, square.getWidth(), square.getHeight(), null, 0, square.getWidth());
        for (int pixel : pixels) {
            if (isWhite(pixel)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhite(int rgb) {
        int sum = (rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff);
        return sum >= 3 * WHITE_FROM;
    }
}
