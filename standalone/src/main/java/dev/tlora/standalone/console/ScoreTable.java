package dev.tlora.standalone.console;

import dev.tlora.schemas.RunScored;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The scores of a finished run as a table for a person. */
public final class ScoreTable {

    private static final String ROW = "  %-8s %6s   %s";
    private static final String PHOTO = "likeness to the photo as %s sees it";
    private static final String LEAK = "photo's surroundings copied, lower is better";

    private ScoreTable() {}

    /** Lines without line ends. */
    public static List<String> lines(RunScored run) {
        List<String> lines = new ArrayList<>();
        lines.add(ROW.formatted("score", "mean", "what it says"));
        run.headline()
                .ifPresent(
                        scores -> {
                            lines.add(row("CLIP-I", scores.clipI(), PHOTO.formatted("CLIP")));
                            lines.add(row("DINO", scores.dino(), PHOTO.formatted("DINO")));
                            lines.add(row("CLIP-T", scores.clipT(), "fit to the prompts"));
                            scores.leakIfAny()
                                    .ifPresent(leak -> lines.add(row("leak", leak, LEAK)));
                        });
        String failed = run.failedImages() == 0 ? "" : ", %d failed".formatted(run.failedImages());
        lines.add("  over %d images%s".formatted(run.images(), failed));
        return lines;
    }

    private static String row(String name, double value, String meaning) {
        return ROW.formatted(name, String.format(Locale.ROOT, "%.3f", value), meaning);
    }
}
