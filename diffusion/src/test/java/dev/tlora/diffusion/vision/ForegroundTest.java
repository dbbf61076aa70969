package dev.tlora.diffusion.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ForegroundTest {

    private static final int RED = 0xffff0000;
    private static final int FILL = 0xff000000 | Foreground.FILL;

    @Test
    void whiteIsTheThing() {
        // Given
        BufferedImage mask = painted(8, 8, Color.BLACK);
        mask.setRGB(3, 2, 0xffffff);

        // When
        Foreground drawn = Foreground.drawn(mask);

        // Then
        BufferedImage red = painted(8, 8, Color.RED);
        assertThat(drawn.alone(red).getRGB(3, 2)).isEqualTo(RED);
        assertThat(drawn.alone(red).getRGB(2, 3)).isEqualTo(FILL);
        assertThat(drawn.surroundings(red).getRGB(3, 2)).isEqualTo(FILL);
        assertThat(drawn.surroundings(red).getRGB(2, 3)).isEqualTo(RED);
        assertThat(drawn.share()).isEqualTo(1 / 64.0);
    }

    @Test
    void theFewestPatchesWithSixTenthsOfTheAttentionAreKept() {
        // When
        Foreground attended = Foreground.attended(new float[] {0.15f, 0.35f, 0.1f, 0.4f}, 4, 2);

        // Then
        BufferedImage seen = attended.alone(painted(4, 2, Color.RED));
        assertThat(seen.getRGB(0, 0)).isEqualTo(FILL);
        assertThat(seen.getRGB(2, 0)).isEqualTo(RED);
        assertThat(seen.getRGB(3, 0)).isEqualTo(RED);
        assertThat(seen.getRGB(1, 1)).isEqualTo(FILL);
        assertThat(seen.getRGB(2, 1)).isEqualTo(RED);
    }

    @Test
    void aMaskWithoutWhiteIsRefused() {
        assertThatThrownBy(() -> Foreground.drawn(painted(8, 8, Color.BLACK)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no white pixel");
    }

    @Test
    void aMaskOfAnotherSizeIsRefused() {
        // Given
        Foreground drawn = Foreground.drawn(painted(8, 8, Color.WHITE));

        // When / Then
        assertThatThrownBy(() -> drawn.alone(painted(8, 9, Color.RED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a mask of 8 x 8 pixels does not fit a picture of 8 x 9");
    }

    @Test
    void attentionThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> Foreground.attended(new float[] {1, Float.NaN, 1, 1}, 4, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sums to NaN");
    }

    private static BufferedImage painted(int width, int height, Color colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }
}
