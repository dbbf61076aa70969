package dev.tlora.trainer;

import dev.tlora.diffusion.training.TrainingStep;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.TrainingEvent;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;

/**
 * Tells what happens in one attempt at a run.
 *
 * <p>Used by one thread.
 */
final class AttemptNews {

    private final RunJournal journal;
    private final Clock clock;
    private final String runId;
    private final int number;
    private final int steps;

    AttemptNews(RunJournal journal, Clock clock, LatentsPrepared order, Attempt attempt) {
        this.journal = journal;
        this.clock = clock;
        this.runId = order.runId();
        this.number = attempt.number();
        this.steps = order.training().steps();
    }

    void classPictureDrawn(int done, int planned) {
        journal.tell(new TrainingEvent.ClassPictureDrawn(runId, now(), number, done, planned));
    }

    void started() {
        journal.tell(new TrainingEvent.Started(runId, now(), number, steps));
    }

    void resumed(int step) {
        journal.tell(new TrainingEvent.Resumed(runId, now(), number, step, steps));
    }

    /**
     * Tells how far the run is.
     *
     * @param fixedLoss the newest, or NaN when there is none that was not told yet
     */
    void progressed(TrainingStep step, double loss, double fixedLoss, double secondsPerStep) {
        journal.tell(
                new TrainingEvent.Progressed(
                        runId,
                        now(),
                        number,
                        step.number(),
                        steps,
                        loss,
                        Double.isFinite(fixedLoss) ? fixedLoss : null,
                        step.activeRank(),
                        secondsPerStep,
                        secondsPerStep * (steps - step.number())));
    }

    void saved(int step, URI folder) {
        journal.tell(new TrainingEvent.CheckpointSaved(runId, now(), number, step, folder));
    }

    private Instant now() {
        return clock.instant();
    }
}
