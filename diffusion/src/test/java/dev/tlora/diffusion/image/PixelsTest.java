package dev.tlora.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PixelsTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void coloursBecomePlanesBetweenMinusOneAndOne() {
        BufferedImage image = Pictures.of(new int[] {0xff0000, 0x00ff00, 0x0000ff});

        NDArray tensor = Pixels.toTensor(image, manager);

        assertThat(tensor.getShape()).isEqualTo(new Shape(1, 3, 1, 3));
        assertThat(tensor.toFloatArray()).containsExactly(1, -1, -1, -1, 1, -1, -1, -1, 1);
    }

    @Test
    void everyColourSurvivesTheWayThereAndBack() {
        int[] colours = new int[256];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = (i << 16) | ((255 - i) << 8) | (i ^ 0x55);
        }
        BufferedImage image = Pictures.of(colours);

        BufferedImage back = Pixels.toImage(Pixels.toTensor(image, manager));

        assertThat(Pictures.pixels(back)).containsExactly(colours);
    }

    @Test
    void whatLiesBeyondTheColoursIsCutOff() {
        NDArray tensor = manager.create(new float[] {-7, 7, 0}, new Shape(1, 3, 1, 1));

        assertThat(Pictures.pixels(Pixels.toImage(tensor))).containsExactly(0x00ff80);
    }

    @Test
    void valuesThatAreNotNumbersAreRefused() {
        NDArray tensor = manager.create(new float[] {0, Float.NaN, 0}, new Shape(1, 3, 1, 1));

        assertThatThrownBy(() -> Pixels.toImage(tensor))
                .isInstanceOf(ImageException.class)
                .hasMessage("the decoded pixels are not numbers; decode in float32");
    }

    @Test
    void otherShapesAreRefused() {
        NDArray latents = manager.zeros(new Shape(1, 4, 2, 2));

        assertThatThrownBy(() -> Pixels.toImage(latents))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a picture has shape (1, 3, H, W), not (1, 4, 2, 2)");
    }
}
