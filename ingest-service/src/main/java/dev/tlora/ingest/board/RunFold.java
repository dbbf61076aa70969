package dev.tlora.ingest.board;

import dev.tlora.schemas.Problem;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.RunScored;
import dev.tlora.schemas.Scores;
import dev.tlora.schemas.Stage;
import dev.tlora.schemas.TrainingEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Folds a run's events into what is known of it. Used under the board's lock. */
final class RunFold {

    private final String runId;
    private final Instant submitted;
    private final Set<Integer> drawn = new HashSet<>();

    private RunState state = RunState.SUBMITTED;
    private Stage stage = Stage.INGEST;
    private RunEvent.Accepted order;
    private String tenant;
    private String conceptId;
    private Instant prepared;
    private Instant trainingStarted;
    private Instant published;
    private Instant ended;
    private Instant updated;
    private Progress progress;
    private Scores scores;
    private String verdict;
    private Boolean untrainedModel;
    private String cause;
    private List<Problem> problems = List.of();

    RunFold(String runId, Instant submitted) {
        this.runId = runId;
        this.submitted = submitted;
        this.updated = submitted;
    }

    /** Known before the order is accepted, of runs that were ordered here. */
    void belongsTo(String owner) {
        tenant = owner;
    }

    boolean hasEnded() {
        return state.isEnd();
    }

    void add(RunEvent event) {
        updated = event.time();
        if (event instanceof TrainingEvent training) {
            train(training);
        } else if (event instanceof RunEvent.Accepted accepted) {
            order = accepted;
            conceptId = accepted.conceptId();
            reach(RunState.ACCEPTED, Stage.INGEST);
        } else if (event instanceof RunEvent.Prepared one) {
            prepared = one.time();
            reach(RunState.PREPARED, Stage.TRAINING);
        } else if (event instanceof RunEvent.Published one) {
            published = one.time();
            reach(RunState.PUBLISHED, Stage.SAMPLING);
        } else if (event instanceof RunEvent.Rendered image) {
            reach(RunState.RENDERING, Stage.SAMPLING);
            drawn.add(image.number());
            progress = new Progress(drawn.size(), image.planned(), "images", null, null);
        } else {
            end(event);
        }
    }

    private void train(TrainingEvent event) {
        if (event instanceof TrainingEvent.ClassPictureDrawn picture) {
            reach(RunState.TRAINING, Stage.TRAINING);
            progress =
                    new Progress(picture.number(), picture.planned(), "class pictures", null, null);
        } else if (event instanceof TrainingEvent.Started started) {
            trainingStarted = started.time();
            reach(RunState.TRAINING, Stage.TRAINING);
            progress = new Progress(0, started.steps(), "steps", null, null);
        } else if (event instanceof TrainingEvent.Resumed resumed) {
            reach(RunState.TRAINING, Stage.TRAINING);
            progress = new Progress(resumed.step(), resumed.steps(), "steps", null, null);
        } else if (event instanceof TrainingEvent.Progressed step) {
            reach(RunState.TRAINING, Stage.TRAINING);
            progress =
                    new Progress(
                            step.step(), step.steps(), "steps", step.loss(), step.etaSeconds());
        }
    }

    /** A run may go on after its end, when a dead letter is put back. */
    private void reach(RunState next, Stage place) {
        state = next;
        stage = place;
        progress = null;
        ended = null;
        cause = null;
    }

    private void end(RunEvent event) {
        ended = event.time();
        progress = null;
        if (event instanceof RunScored scored) {
            state = RunState.SCORED;
            stage = Stage.EVALUATION;
            scores = scored.headline().orElse(null);
            verdict = scored.verdict();
            untrainedModel = scored.untrainedModel();
        } else if (event instanceof RunEvent.Rejected rejected) {
            state = RunState.REJECTED;
            stage = Stage.INGEST;
            conceptId = rejected.conceptId();
            problems = rejected.problems();
        } else if (event instanceof RunEvent.Failed failed) {
            state = RunState.FAILED;
            stage = failed.stage();
            cause = failed.cause();
        } else if (event instanceof RunEvent.Cancelled cancelled) {
            state = RunState.CANCELLED;
            stage = cancelled.stage();
        }
    }

    RunView view() {
        boolean known = order != null;
        return new RunView(
                runId,
                state,
                stage,
                conceptId,
                known ? order.className() : null,
                known ? order.model() : null,
                known ? order.tenant() : tenant,
                known ? order.priority() : null,
                new RunTimes(
                        submitted,
                        known ? order.time() : null,
                        prepared,
                        trainingStarted,
                        published,
                        ended,
                        updated),
                progress,
                scores,
                verdict,
                untrainedModel,
                cause,
                problems,
                null);
    }
}
