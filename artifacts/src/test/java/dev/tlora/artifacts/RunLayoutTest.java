package dev.tlora.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunLayoutTest {

    private final RunLayout run = RunLayout.of("r-1");

    @Test
    void keysAreThoseOfTheDocumentedLayout() {
        assertThat(run.conceptImage(0)).isEqualTo("runs/r-1/concept/image-0.png");
        assertThat(run.mask(7)).isEqualTo("runs/r-1/concept/mask-7.png");
        assertThat(run.prepared()).isEqualTo("runs/r-1/prepared.safetensors");
        assertThat(run.checkpointAdapter(200))
                .isEqualTo("runs/r-1/checkpoints/step-000200/adapter.safetensors");
        assertThat(run.checkpointOptimizer(200))
                .isEqualTo("runs/r-1/checkpoints/step-000200/optimizer.safetensors");
        assertThat(run.checkpointState(200))
                .isEqualTo("runs/r-1/checkpoints/step-000200/state.json");
        assertThat(run.latest()).isEqualTo("runs/r-1/latest.json");
        assertThat(run.adapter("kohya")).isEqualTo("runs/r-1/adapter/kohya.safetensors");
        assertThat(run.manifest()).isEqualTo("runs/r-1/manifest.json");
        assertThat(run.image("q-5", 3)).isEqualTo("runs/r-1/images/q-5-3.png");
        assertThat(run.scores()).isEqualTo("runs/r-1/scores.json");
        assertThat(run.report()).isEqualTo("runs/r-1/report.html");
        assertThat(run.quarantine()).isEqualTo("runs/r-1/quarantine.json");
        assertThat(run.contactSheet()).isEqualTo("runs/r-1/contact-sheet.png");
        assertThat(run.lossCurve()).isEqualTo("runs/r-1/loss.csv");
    }

    @Test
    void checkpointFoldersSortByStep() {
        assertThat(run.checkpoint(99_000)).isLessThan(run.checkpoint(100_000));
        assertThat(run.checkpoint(0)).startsWith(run.checkpoints() + "/");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", ".", "..", "../r-2", "a/b", "r 1", "r\n1"})
    void namesThatAreMoreThanOneNameAreRefused(String name) {
        assertThatThrownBy(() -> RunLayout.of(name)).isInstanceOf(InvalidLocationException.class);
        assertThatThrownBy(() -> run.image(name, 0)).isInstanceOf(InvalidLocationException.class);
        assertThatThrownBy(() -> run.adapter(name)).isInstanceOf(InvalidLocationException.class);
    }

    @Test
    void negativeNumbersAreRefused() {
        assertThatThrownBy(() -> run.checkpoint(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("checkpoint step must not be negative, was -1");
    }
}
