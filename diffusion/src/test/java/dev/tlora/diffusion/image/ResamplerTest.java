package dev.tlora.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

    @ParameterizedTest
    @CsvSource({
        "half, 18, 11",
        "third, 12, 9",
        "one, 1, 1",
        "double, 74, 46",
        "tall, 5, 61",
        "columns, 20, 23",
        "rows, 37, 50"
    })
    void everyPixelEqualsPillows(String name, int width, int height) throws IOException {
        BufferedImage noise = Pictures.expected("resized", "noise.png");

        for (Filter filter : Filter.values()) {
            BufferedImage resized = Resampler.resize(noise, width, height, filter);

            String file = name + "-" + filter.name().toLowerCase(Locale.ROOT) + ".png";
            Pictures.assertAlike(resized, Pictures.expected("resized", file), 0);
        }
    }

    @Test
    void aPictureOfTheRightSizeIsLeftAlone() {
        BufferedImage image = Pictures.of(new int[] {1, 2, 3}, new int[] {4, 5, 6});

        assertThat(Resampler.resize(image, 3, 2, Filter.BICUBIC)).isSameAs(image);
    }

    @Test
    void sizesWithoutPixelsAreRefused() {
        BufferedImage image = Pictures.of(new int[] {1});

        assertThatThrownBy(() -> Resampler.resize(image, 0, 5, Filter.LANCZOS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot resize to 0 x 5 pixels");
    }
}
