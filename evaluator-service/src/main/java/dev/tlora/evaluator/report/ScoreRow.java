package dev.tlora.evaluator.report;

import dev.tlora.schemas.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scores as they are printed. Public because the template engine looks at it by reflection.
 *
 * @param name what they are the scores of
 */
public record ScoreRow(String name, String clipI, String dino, String clipT) {

    static ScoreRow of(String name, Optional<Scores> scores) {
        return scores.map(known -> of(name, known)).orElse(new ScoreRow(name, "–", "–", "–"));
    }

    private static ScoreRow of(String name, Scores scores) {
        return new ScoreRow(
                name,
                Wording.score(scores.clipI()),
                Wording.score(scores.dino()),
                Wording.score(scores.clipT()));
    }

    /** The means that a run has, by what the images are for. */
    static List<ScoreRow> of(Means means, String className) {
        List<ScoreRow> rows = new ArrayList<>();
        add(rows, "This %s alone".formatted(className), means.concept());
        add(rows, "This %s in scenes".formatted(className), means.scenes());
        add(rows, "Without the adapter", means.base());
        return rows;
    }

    private static void add(List<ScoreRow> rows, String name, Scores scores) {
        if (scores != null) {
            rows.add(of(name, scores));
        }
    }
}
