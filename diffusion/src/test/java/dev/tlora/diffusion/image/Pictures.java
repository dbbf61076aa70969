package dev.tlora.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.diffusion.fixture.Fixture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures that tests compare, pixel by pixel. */
final class Pictures {

    private Pictures() {}

    /** A plain 8-bit RGB PNG file, read by the JDK. */
    static BufferedImage expected(String fixture, String name) throws IOException {
        Path file = Fixture.of("image/" + fixture).file(name);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getColorModel().getPixelSize()).as("bits of " + name).isEqualTo(24);
        return image;
    }

    /** A picture of the given rows of pixels 0xRRGGBB. */
    static BufferedImage of(int[]... rows) {
        BufferedImage image =
                new BufferedImage(rows[0].length, rows.length, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < rows.length; y++) {
            image.setRGB(0, y, rows[y].length, 1, rows[y], 0, rows[y].length);
        }
        return image;
    }

    static int[] pixels(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] &= 0xffffff;
        }
        return pixels;
    }

    /** Asserts equal sizes, and colours that differ by no more than {@code tolerance} of 255. */
    static void assertAlike(BufferedImage actual, BufferedImage expected, int tolerance) {
        assertThat(actual.getWidth()).as("width").isEqualTo(expected.getWidth());
        assertThat(actual.getHeight()).as("height").isEqualTo(expected.getHeight());
        assertThat(largestDifference(pixels(actual), pixels(expected)))
                .as("largest difference of a colour")
                .isLessThanOrEqualTo(tolerance);
    }

    private static int largestDifference(int[] actual, int[] expected) {
        int largest = 0;
        for (int i = 0; i < actual.length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                int difference = (actual[i] >> shift & 0xff) - (expected[i] >> shift & 0xff);
                largest = Math.max(largest, Math.abs(difference));
            }
        }
        return largest;
    }
}
