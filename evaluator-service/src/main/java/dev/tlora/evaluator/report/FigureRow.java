package dev.tlora.evaluator.report;

import dev.tlora.schemas.Measured;
import dev.tlora.schemas.RunMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One of a run's figures as it is printed. Public because the template engine looks at it by
 * reflection.
 *
 * @param meaning what it says, in a few words
 * @param error its standard error with the sign before it; empty where it has none
 */
public record FigureRow(String name, String meaning, String mean, String error, int images) {

    static List<FigureRow> of(RunMetrics metrics) {
        List<FigureRow> rows = new ArrayList<>();
        add(rows, "CLIP-I", "likeness to the photos, concept alone (IS)", metrics.clipI());
        add(rows, "DINO", "likeness in detail, concept alone (DINO-IS)", metrics.dino());
        add(rows, "CLIP-T", "fit to the prompts, scenes (TS)", metrics.clipT());
        add(
                rows,
                "CLIP-T, token removed",
                "the same without the class in the prompt",
                metrics.clipTTokenRemoved());
        add(
                rows,
                "Leak",
                "likeness of the scenes' surroundings to those of the photos; lower is better",
                metrics.leak());
        add(rows, "Diversity", "how much images of one prompt differ", metrics.diversity());
        return rows;
    }

    private static void add(List<FigureRow> rows, String name, String meaning, Measured figure) {
        if (figure != null) {
            rows.add(
                    new FigureRow(
                            name,
                            meaning,
                            Wording.score(figure.mean()),
                            figure.standardErrorIfAny().isPresent()
                                    ? String.format(Locale.ROOT, "± %.3f", figure.standardError())
                                    : "",
                            figure.images()));
        }
    }

    static String mean(Measured figure) {
        return figure == null ? "–" : Wording.score(figure.mean());
    }
}
