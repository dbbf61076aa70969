package dev.tlora.evaluator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.evaluator.SampleRun;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.Topics;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that are stopped while they are drawn. */
class CancelledRunsTest {

    private static final RenderPurpose PROMPT = RenderPurpose.PROMPT;

    private final SampleRun run = SampleRun.of("r-1", 2);
    private final FoldDriver fold = new FoldDriver();

    @AfterEach
    void close() {
        fold.close();
    }

    @Test
    void aRunThatIsCancelledWhileItIsDrawnLeavesNothingOpen() {
        // Given
        fold.send(Topics.ADAPTERS, run.adapter());
        fold.send(Topics.IMAGES, run.rendered(1, PROMPT));
        fold.send(Topics.SCORES, run.scored(1, PROMPT));

        // When
        fold.send(Topics.CONTROL, cancel(run.adapter().time().plusSeconds(1)));
        fold.send(Topics.IMAGES, run.rendered(2, PROMPT));
        fold.send(Topics.SCORES, run.scored(2, PROMPT));

        // Then
        assertThat(fold.closed).isEmpty();
        assertThat(fold.keys(RunFold.OPEN_IMAGES)).isEmpty();
        assertThat(fold.keys(RunFold.OPEN_RUNS)).isEmpty();
        assertThat(fold.keys(RunFold.ADAPTERS)).isEmpty();
    }

    @Test
    void aRunThatIsOrderedAgainAfterItWasCancelledIsScored() {
        // Given
        fold.send(Topics.CONTROL, cancel(run.adapter().time().minusSeconds(1)));

        // When
        fold.send(Topics.ADAPTERS, run.adapter());
        for (int number = 1; number <= 2; number++) {
            fold.send(Topics.IMAGES, run.rendered(number, PROMPT));
            fold.send(Topics.SCORES, run.scored(number, PROMPT));
        }

        // Then
        assertThat(fold.closed).extracting(FinishedRun::runId).containsExactly("r-1");
    }

    @Test
    void anOrderToStopThatComesAfterTheEndChangesNothing() {
        // Given
        for (int number = 1; number <= 2; number++) {
            fold.send(Topics.IMAGES, run.rendered(number, PROMPT));
            fold.send(Topics.SCORES, run.scored(number, PROMPT));
        }

        // When
        fold.send(Topics.CONTROL, cancel(Instant.now()));

        // Then
        assertThat(fold.closed).hasSize(1);
        assertThat(fold.keys(RunFold.CANCELLED_RUNS)).isEmpty();
    }

    private static CancelRequested cancel(Instant time) {
        return new CancelRequested("r-1", time, false);
    }
}
