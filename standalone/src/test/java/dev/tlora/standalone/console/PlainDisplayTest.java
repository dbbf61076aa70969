package dev.tlora.standalone.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainDisplayTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void aTaskThatIsFirstToldHalfwayForeseesNoEndYet() {
        // Given
        PlainDisplay display = display();

        // When
        display.progress("training", 50, 100, "steps", "");
        display.progress("training", 75, 100, "steps", "");

        // Then
        assertThat(lines().get(0)).isEqualTo("  training: 50/100 steps");
        assertThat(lines().get(1)).matches("  training: 75/100 steps, .* left");
    }

    @Test
    void aTaskTellsOfItselfOncePerTenth() {
        // Given
        PlainDisplay display = display();

        // When
        for (int done = 0; done <= 100; done++) {
            display.progress("training", done, 100, "steps", "");
        }

        // Then
        assertThat(lines()).hasSize(11);
        assertThat(lines().get(5)).matches("  training: 50/100 steps, .* left");
    }

    private PlainDisplay display() {
        return new PlainDisplay(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
