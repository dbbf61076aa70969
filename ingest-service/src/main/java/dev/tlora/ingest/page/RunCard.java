package dev.tlora.ingest.page;

import dev.tlora.ingest.board.Progress;
import dev.tlora.ingest.board.RunState;
import dev.tlora.ingest.board.RunTimes;
import dev.tlora.ingest.board.RunView;
import dev.tlora.schemas.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A run as the page shows it. Public because the template engine looks at it by reflection.
 *
 * @param title what is learned
 * @param state one word
 * @param sentence what is going on, or how it ended
 * @param percent of the stage under way, negative where it cannot be told
 * @param files path of the run's artefacts
 * @param photo whether the checked photo is stored
 * @param adapter whether there is an adapter
 * @param report whether there are report and contact sheet
 * @param scores names and figures
 * @param started ISO time
 * @param took words for how long the run took, empty until it has ended
 */
public record RunCard(
        String runId,
        String title,
        String state,
        String sentence,
        int percent,
        String files,
        boolean live,
        boolean photo,
        boolean adapter,
        boolean report,
        boolean untrained,
        List<String> scores,
        List<Problem> problems,
        String started,
        String took) {

    private static final int UNKNOWN = -1;

    public RunCard {
        scores = List.copyOf(scores);
        problems = List.copyOf(problems);
    }

    static RunCard of(RunView run) {
        RunTimes times = run.times();
        return new RunCard(
                run.runId(),
                run.className() == null ? run.runId() : run.className(),
                run.state().wireName(),
                sentence(run) + OutlookWords.of(run),
                run.progress() == null ? UNKNOWN : run.progress().percent(),
                "/runs/" + run.runId() + "/files",
                !run.state().isEnd(),
                times.prepared() != null,
                times.published() != null,
                run.state() == RunState.SCORED,
                Boolean.TRUE.equals(run.untrainedModel()),
                scores(run),
                run.problems(),
                times.began().toString(),
                took(times));
    }

    private static String sentence(RunView run) {
        return switch (run.state()) {
            case SUBMITTED -> "ordered; waits to be checked";
            case ACCEPTED -> "encoding the photo";
            case PREPARED -> "waits for a trainer";
            case TRAINING -> "training" + progress(run.progress());
            case PUBLISHED -> "adapter published; waits for a sampler";
            case RENDERING -> "rendering" + progress(run.progress());
            case SCORED -> run.verdict();
            case REJECTED -> "the order cannot be carried out";
            case FAILED -> run.cause();
            case CANCELLED -> "stopped as asked";
        };
    }

    private static String progress(Progress progress) {
        if (progress == null) {
            return "";
        }
        String done =
                " · %d of %d %s".formatted(progress.done(), progress.total(), progress.unit());
        return progress.etaSeconds() == null
                ? done
                : done + " · " + words(Math.round(progress.etaSeconds())) + " left";
    }

    private static List<String> scores(RunView run) {
        List<String> scores = new ArrayList<>();
        if (run.scores() != null) {
            scores.add(score("CLIP-I", run.scores().clipI()));
            scores.add(score("DINO", run.scores().dino()));
            scores.add(score("CLIP-T", run.scores().clipT()));
        }
        return scores;
    }

    private static String score(String name, double value) {
        return String.format(Locale.ROOT, "%s %.3f", name, value);
    }

    private static String took(RunTimes times) {
        return times.ended() == null || times.accepted() == null
                ? ""
                : words(Duration.between(times.accepted(), times.ended()).toSeconds());
    }

    private static String words(long seconds) {
        if (seconds < Duration.ofMinutes(2).toSeconds()) {
            return seconds + " s";
        }
        Duration duration = Duration.ofSeconds(seconds);
        return duration.toHours() == 0
                ? duration.toMinutes() + " min"
                : "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
    }
}
