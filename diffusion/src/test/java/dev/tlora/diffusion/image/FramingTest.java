package dev.tlora.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class FramingTest {

    private final BufferedImage strip = Pictures.of(new int[] {1, 2, 3, 4, 5});

    @Test
    void theCentreIsCutOut() {
        assertThat(Pictures.pixels(Framing.centre(strip, 3, 1))).containsExactly(2, 3, 4);
    }

    @Test
    void anOddMarginLeavesItsExtraPixelRight() {
        assertThat(Pictures.pixels(Framing.centre(strip, 2, 1))).containsExactly(2, 3);
    }

    @Test
    void morePixelsThanThereAreCannotBeCutOut() {
        assertThatThrownBy(() -> Framing.centre(strip, 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot cut 2 x 2 pixels out of 5 x 1");
    }

    @Test
    void fillingLosesTheSidesOfAWidePicture() {
        BufferedImage wide = Pictures.of(new int[] {9, 1, 2, 9, 9}, new int[] {9, 3, 4, 9, 9});

        assertThat(Pictures.pixels(Framing.fill(wide, 2, 2))).containsExactly(1, 2, 3, 4);
    }

    @Test
    void fillingLosesTopAndBottomOfATallPicture() {
        BufferedImage tall = Pictures.of(new int[] {9, 9}, new int[] {1, 2}, new int[] {9, 9});

        assertThat(Pictures.pixels(Framing.fill(tall, 2, 1))).containsExactly(1, 2);
    }

    @Test
    void fillingStretchesToTheTargetsSize() {
        BufferedImage filled = Framing.fill(Pictures.of(new int[] {0x808080}), 96, 64);

        assertThat(filled.getWidth()).isEqualTo(96);
        assertThat(filled.getHeight()).isEqualTo(64);
        assertThat(Pictures.pixels(filled)).containsOnly(0x808080);
    }
}
