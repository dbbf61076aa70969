package dev.tlora.diffusion.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.tensor.HostArrays;
import java.awt.image.BufferedImage;

/** Pictures as the tensors that networks read and write. */
public final class Pixels {

    private static final int CHANNELS = 3;
    private static final int MAX_COLOUR = 255;

    private Pixels() {}

    /** Colours spread over [−1, 1]; (1, 3, H, W), owned by {@code manager}. */
    public static NDArray toTensor(BufferedImage image, NDManager manager) {
        Shape shape = new Shape(1, CHANNELS, image.getHeight(), image.getWidth());
        float[] planes = planes(image);
        for (int i = 0; i < planes.length; i++) {
            planes[i] = planes[i] * 2 - 1;
        }
        return HostArrays.create(manager, planes, shape);
    }

    /** Red, green and blue of all pixels, row by row, each in [0, 1]; 3 H W values. */
    public static float[] planes(BufferedImage image) {
        int width = image.getWidth();
        int plane = width * image.getHeight();
        float[] planes = new float[CHANNELS * plane];
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                planes[at] = (row[x] >> 16 & 0xff) / (float) MAX_COLOUR;
                planes[at + plane] = (row[x] >> 8 & 0xff) / (float) MAX_COLOUR;
                planes[at + 2 * plane] = (row[x] & 0xff) / (float) MAX_COLOUR;
            }
        }
        return planes;
    }

    /**
     * The picture of a tensor over [−1, 1]; what lies beyond is cut off.
     *
     * @param pixels (1, 3, H, W)
     * @throws ImageException when a value is not a number, as an overflowing VAE leaves it
     */
    public static BufferedImage toImage(NDArray pixels) {
        Shape shape = pixels.getShape();
        if (shape.dimension() != 4 || shape.get(0) != 1 || shape.get(1) != CHANNELS) {
            throw new IllegalArgumentException("a picture has shape (1, 3, H, W), not " + shape);
        }
        int width = (int) shape.get(3);
        int plane = width * (int) shape.get(2);
        float[] values = pixels.toFloatArray();
        BufferedImage image =
                new BufferedImage(width, (int) shape.get(2), BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < plane; at++) {
            int red = colour(values[at]);
            int green = colour(values[at + plane]);
            int blue = colour(values[at + 2 * plane]);
            image.setRGB(at % width, at / width, red << 16 | green << 8 | blue);
        }
        return image;
    }

    private static int colour(float value) {
        if (Float.isNaN(value)) {
            throw new ImageException("the decoded pixels are not numbers; decode in float32");
        }
        double unit = Math.min(Math.max(value / 2.0 + 0.5, 0), 1);
        return (int) Math.rint(unit * MAX_COLOUR);
    }
}
