package dev.tlora.standalone.console;

import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.RunScored;
import dev.tlora.schemas.TrainingEvent;
import java.util.Locale;
import java.util.Optional;

/** Tells a run's events to a person, and remembers how the run ended. Used by one thread. */
public final class RunNarrator {

    private final Display display;
    private final StageClock clock = new StageClock();
    private Optional<RunEvent> end = Optional.empty();
    private String lossNote = "";
    private int rendered;

    public RunNarrator(Display display) {
        this.display = display;
    }

    /** The event that ended the run, once it has ended. */
    public Optional<RunEvent> end() {
        return end;
    }

    /** Tells one event; returns whether more may come. */
    public boolean tell(RunEvent event) {
        if (event instanceof TrainingEvent training) {
            tellTraining(training);
        } else if (event instanceof RunEvent.Accepted accepted) {
            clock.start(accepted.time());
            display.line(
                    "Run %s: learning a %s on model '%s'"
                            .formatted(accepted.runId(), accepted.className(), accepted.model()));
        } else if (event instanceof RunEvent.Prepared prepared) {
            display.line("  photo encoded" + clock.lap(prepared.time()));
        } else if (event instanceof RunEvent.Published published) {
            display.line(
                    String.format(
                            Locale.ROOT,
                            "  adapter published, loss %.4f%s",
                            published.finalLoss(),
                            clock.lap(published.time())));
        } else if (event instanceof RunEvent.Rendered image) {
            rendered++;
            display.progress("rendering", rendered, image.planned(), "images", "");
        } else {
            tellEnd(event);
        }
        return end.isEmpty();
    }

    private void tellTraining(TrainingEvent event) {
        if (event instanceof TrainingEvent.Progressed progressed) {
            progressed
                    .fixedLossIfAny()
                    .ifPresent(
                            loss -> lossNote = String.format(Locale.ROOT, "fixed loss %.4f", loss));
            display.progress("training", progressed.step(), progressed.steps(), "steps", lossNote);
        } else if (event instanceof TrainingEvent.ClassPictureDrawn picture) {
            display.progress(
                    "drawing the class", picture.number(), picture.planned(), "pictures", "");
        } else if (event instanceof TrainingEvent.Started started) {
            clock.start(started.time());
            display.progress("training", 0, started.steps(), "steps", "");
        } else if (event instanceof TrainingEvent.Resumed resumed) {
            display.line(
                    "  training goes on from step %d of %d"
                            .formatted(resumed.step(), resumed.steps()));
        }
    }

    private void tellEnd(RunEvent event) {
        end = Optional.of(event);
        if (event instanceof RunScored scored) {
            display.line("  images rendered and scored" + clock.lap(scored.time()));
        } else if (event instanceof RunEvent.Rejected rejected) {
            display.line("Run " + rejected.runId() + " was rejected:");
            rejected.problems().forEach(problem -> display.line("  " + problem));
        } else if (event instanceof RunEvent.Failed failed) {
            String step = failed.stepIfAny().isPresent() ? " at step " + failed.step() : "";
            display.line("Run %s failed%s: %s".formatted(failed.runId(), step, failed.cause()));
        } else if (event instanceof RunEvent.Cancelled cancelled) {
            display.line("Run " + cancelled.runId() + " was cancelled");
        }
    }
}
