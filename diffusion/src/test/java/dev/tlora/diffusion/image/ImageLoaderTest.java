package dev.tlora.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.diffusion.fixture.Fixture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageLoaderTest {

    private final ImageLoader loader = new ImageLoader(new ImageLimits(1 << 20, 1 << 20, 1));

    @ParameterizedTest
    @CsvSource({
        "rgb.png, 0",
        "rgb.bmp, 0",
        "grey.png, 0",
        "one-bit.png, 0",
        "palette.png, 0",
        "animated.gif, 0",
        "animated.webp, 0",
        "lossless.webp, 0",
        "orientation-6.png, 0",
        "orientation-6.webp, 0",
        "alpha.png, 1",
        "alpha.webp, 1",
        "grey-alpha.png, 1",
        "palette-alpha.png, 1",
        "grey-16.png, 1",
        "baseline.jpg, 3",
        "progressive.jpg, 3",
        "grey.jpg, 3",
        "lossy.webp, 16", // colours of half the resolution: libwebp smooths them, our reader
        // repeats
        "cmyk.jpg, 3",
        "orientation-1.jpg, 3",
        "orientation-2.jpg, 3",
        "orientation-3.jpg, 3",
        "orientation-4.jpg, 3",
        "orientation-5.jpg, 3",
        "orientation-6.jpg, 3",
        "orientation-7.jpg, 3",
        "orientation-8.jpg, 3"
    })
    void picturesAreReadUprightAndOnWhite(String name, int tolerance) throws IOException {
        BufferedImage read = loader.load(Fixture.of("image/whole").file(name));

        assertThat(read.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
        Pictures.assertAlike(read, Pictures.expected("shown", name + ".png"), tolerance);
    }
}
