package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.net.URI;
import java.time.Instant;
import java.util.OptionalDouble;

/** What happens to a run while it is trained. */
public sealed interface TrainingEvent extends RunEvent {

    /** The trainer's attempt at this run, from 1; the newest one counts. */
    int attempt();

    /**
     * A trainer took the run on.
     *
     * @param steps steps of the whole run
     */
    @JsonTypeName("training-started.v1")
    record Started(String runId, Instant time, int attempt, int steps) implements TrainingEvent {
        public Started {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.atLeast(attempt, 1, "attempt");
            Require.atLeast(steps, 1, "steps");
        }
    }

    /**
     * Before the first step of a training with prior preservation: one more picture of the class.
     *
     * @param number pictures drawn so far
     * @param planned pictures of the class in all
     */
    @JsonTypeName("class-picture-drawn.v1")
    record ClassPictureDrawn(String runId, Instant time, int attempt, int number, int planned)
            implements TrainingEvent {
        public ClassPictureDrawn {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.atLeast(attempt, 1, "attempt");
            Require.atLeast(number, 1, "number");
            Require.atLeast(planned, number, "planned");
        }
    }

    /**
     * Some more steps were taken.
     *
     * @param step steps taken so far
     * @param steps steps of the whole run
     * @param loss smoothed over the last steps
     * @param fixedLoss at noises and timesteps that stay the same over the run, so that it shows
     *     progress without noise; {@code null} where it was not measured
     * @param activeRank rank at the last step's timestep
     * @param secondsPerStep recent mean
     * @param etaSeconds until the last step
     */
    @JsonTypeName("training-progressed.v1")
    record Progressed(
            String runId,
            Instant time,
            int attempt,
            int step,
            int steps,
            double loss,
            Double fixedLoss,
            int activeRank,
            double secondsPerStep,
            double etaSeconds)
            implements TrainingEvent {
        public Progressed {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.atLeast(attempt, 1, "attempt");
            Require.atLeast(step, 0, "step");
            Require.atLeast(steps, Math.max(1, step), "steps");
            Require.finite(loss, "loss");
            if (fixedLoss != null) {
                Require.finite(fixedLoss, "fixedLoss");
            }
            Require.atLeast(activeRank, 0, "activeRank");
            Require.atLeast(secondsPerStep, 0, "secondsPerStep");
            Require.atLeast(etaSeconds, 0, "etaSeconds");
        }

        public OptionalDouble fixedLossIfAny() {
            return fixedLoss == null ? OptionalDouble.empty() : OptionalDouble.of(fixedLoss);
        }
    }

    /**
     * A checkpoint was written and closed; another trainer can go on from it.
     *
     * @param step steps taken so far
     * @param checkpoint its folder
     */
    @JsonTypeName("checkpoint-saved.v1")
    record CheckpointSaved(String runId, Instant time, int attempt, int step, URI checkpoint)
            implements TrainingEvent {
        public CheckpointSaved {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.atLeast(attempt, 1, "attempt");
            Require.atLeast(step, 0, "step");
            Require.present(checkpoint, "checkpoint");
        }
    }

    /**
     * A trainer went on from a checkpoint.
     *
     * @param step steps already taken
     * @param steps steps of the whole run
     */
    @JsonTypeName("training-resumed.v1")
    record Resumed(String runId, Instant time, int attempt, int step, int steps)
            implements TrainingEvent {
        public Resumed {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.atLeast(attempt, 1, "attempt");
            Require.atLeast(step, 0, "step");
            Require.atLeast(steps, Math.max(1, step), "steps");
        }
    }
}
