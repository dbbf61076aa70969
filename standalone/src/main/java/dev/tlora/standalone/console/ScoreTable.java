package dev.tlora.standalone.console;

import dev.tlora.schemas.Measured;
import dev.tlora.schemas.RunMetrics;
import dev.tlora.schemas.RunScored;
import dev.tlora.schemas.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The scores of a finished run as a table for a person. */
public final class ScoreTable {

    private static final String ROW = "  %-8s %6s   %s";

    private static final RunMetrics NONE = new RunMetrics(null, null, null, null, null, null);

    private ScoreTable() {}

    /** Lines without line ends. */
    public static List<String> lines(RunScored run) {
        List<String> lines = new ArrayList<>();
        lines.add(ROW.formatted("score", "mean", "what it says"));
        if (run.meansIfAny().isPresent()) {
            Scores means = run.means();
            RunMetrics figures = run.metricsIfAny().orElse(NONE);
            lines.add(
                    row(
                            "CLIP-I",
                            mean(figures.clipI(), means.clipI()),
                            "likeness to the photo as CLIP sees it"));
            lines.add(
                    row(
                            "DINO",
                            mean(figures.dino(), means.dino()),
                            "likeness to the photo as DINO sees it"));
            lines.add(row("CLIP-T", mean(figures.clipT(), means.clipT()), "fit to the prompts"));
            means.leakIfAny()
                    .ifPresent(
                            leak ->
                                    lines.add(
                                            row(
                                                    "leak",
                                                    mean(figures.leak(), leak),
                                                    "photo's surroundings copied, lower is"
                                                            + " better")));
        }
        String failed = run.failedImages() == 0 ? "" : ", %d failed".formatted(run.failedImages());
        lines.add("  over %d images%s".formatted(run.images(), failed));
        return lines;
    }

    /** The paper's figure, or the mean over all images where there is none. */
    private static double mean(Measured figure, double otherwise) {
        return figure == null ? otherwise : figure.mean();
    }

    private static String row(String name, double value, String meaning) {
        return ROW.formatted(name, String.format(Locale.ROOT, "%.3f", value), meaning);
    }
}
