package dev.tlora.evaluator.report;

import dev.tlora.schemas.Scores;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Scores as they are printed. Public because the template engine looks at it by reflection.
 *
 * @param leak a dash where it was not measured
 */
public record ScoreRow(String clipI, String dino, String clipT, String leak) {

    private static final String NONE = "–";

    static ScoreRow of(Optional<Scores> scores) {
        return scores.map(ScoreRow::of).orElse(new ScoreRow(NONE, NONE, NONE, NONE));
    }

    private static ScoreRow of(Scores scores) {
        return new ScoreRow(
                Wording.score(scores.clipI()),
                Wording.score(scores.dino()),
                Wording.score(scores.clipT()),
                orDash(scores.leakIfAny()));
    }

    static String orDash(OptionalDouble score) {
        return score.isPresent() ? Wording.score(score.getAsDouble()) : NONE;
    }
}
