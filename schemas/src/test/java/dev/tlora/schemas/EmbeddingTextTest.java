package dev.tlora.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EmbeddingTextTest {

    @Test
    void numbersComeBackToThreeDigits() {
        // Given
        float[] numbers = {0, 1, -1, 0.123456f, -0.000321f, 1e-30f};

        // When
        float[] read = EmbeddingText.read(EmbeddingText.write(numbers));

        // Then
        for (int i = 0; i < numbers.length; i++) {
            assertThat(read[i]).isCloseTo(numbers[i], within(Math.abs(numbers[i]) / 256));
        }
    }

    @Test
    void textThatIsNoEmbeddingIsRefused() {
        assertThatThrownBy(() -> EmbeddingText.read("YWJj"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two bytes a number");
        assertThatThrownBy(() -> EmbeddingText.read("?"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
