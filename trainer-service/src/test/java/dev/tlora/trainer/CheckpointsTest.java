package dev.tlora.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.diffusion.training.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    private static final Attempt ATTEMPT = new Attempt("r-1", 3, Instant.EPOCH, 0);
    private static final RunLayout RUN = RunLayout.of("r-1");

    @TempDir Path folder;

    private FolderStore store;
    private Checkpoints checkpoints;

    @BeforeEach
    void open() {
        store = new FolderStore(folder);
        checkpoints = new Checkpoints(store);
    }

    @Test
    void givesBackWhatWasSaved() throws IOException {
        // Given
        LossCurve losses = save("order");

        // When
        Checkpoints.Restored restored = checkpoints.read(ATTEMPT, 2, "order").orElseThrow();

        // Then
        assertThat(Files.readAllBytes(restored.adapter())).containsExactly(1);
        assertThat(Files.readAllBytes(restored.optimizer())).containsExactly(2);
        assertThat(restored.losses().toCsv()).isEqualTo(losses.toCsv());
        assertThat(restored.state().seconds()).isEqualTo(12.5);
        assertThat(restored.state().attempt()).isEqualTo(3);
    }

    @Test
    void anotherOrderUnderTheSameRunIdStartsAnew() {
        save("order");

        assertThat(checkpoints.read(ATTEMPT, 2, "another order")).isEmpty();
    }

    @Test
    void aDamagedCheckpointIsNotUsed() {
        save("order");
        store.putBytes(RUN.checkpointOptimizer(2), new byte[] {9});

        assertThat(checkpoints.read(ATTEMPT, 2, "order")).isEmpty();
    }

    @Test
    void anUnfinishedCheckpointIsNotUsed() {
        save("order");
        store.delete(RUN.checkpointState(2));

        assertThat(checkpoints.read(ATTEMPT, 2, "order")).isEmpty();
    }

    @Test
    void withoutCheckpointNothingIsRead() {
        assertThat(checkpoints.read(ATTEMPT, Attempt.NO_CHECKPOINT, "order"))
                .isEqualTo(Optional.empty());
    }

    private LossCurve save(String order) {
        LossCurve losses = new LossCurve();
        losses.add(new TrainingStep(1, 500, 3, 0.25, 2.0), Double.NaN);
        checkpoints.write(
                ATTEMPT, order, 12.5, 2, out -> out.write(1), out -> out.write(2), losses);
        return losses;
    }
}
