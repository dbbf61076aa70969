package dev.tlora.diffusion.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagePreprocessorTest {

    /** What {@code torchvision.transforms.CenterCrop} leaves out above. */
    @ParameterizedTest
    @CsvSource({"100, 0", "101, 0", "103, 2", "104, 2", "105, 2", "107, 4", "175, 38", "173, 36"})
    void centreIsTorchvisions(int height, int above) {
        BufferedImage framed = ImagePreprocessor.clip(100).frame(rowsNumbered(100, height));

        assertThat(framed.getRGB(0, 0) & 0xff).isEqualTo(above);
        assertThat(framed.getHeight()).isEqualTo(100);
    }

    @Test
    void coloursAreNormalisedWithTheConstantsOfEachTower() {
        BufferedImage white = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 1200; i++) {
            white.setRGB(i % 40, i / 40, 0xffffff);
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray forClip = ImagePreprocessor.clip(28).preprocess(List.of(white), manager);
            NDArray forDino = ImagePreprocessor.dino(28).preprocess(List.of(white), manager);

            assertThat(forClip.getShape()).isEqualTo(new Shape(1, 3, 28, 28));
            assertThat(forClip.getFloat(0, 0, 5, 5)).isCloseTo(1.930336f, within(2e-6f));
            assertThat(forClip.getFloat(0, 2, 5, 5)).isCloseTo(2.145897f, within(2e-6f));
            assertThat(forDino.getFloat(0, 0, 5, 5)).isCloseTo(2.248908f, within(2e-6f));
            assertThat(forDino.getFloat(0, 2, 5, 5)).isCloseTo(2.64f, within(2e-6f));
        }
    }

    @Test
    void networksWithoutPixelsAreRefused() {
        assertThatThrownBy(() -> ImagePreprocessor.clip(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("image size must be positive, was 0");
    }

    private static BufferedImage rowsNumbered(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, y);
            }
        }
        return image;
    }
}
