package dev.tlora.evaluator.report;

import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.schemas.GateResult;
import dev.tlora.schemas.Measured;
import dev.tlora.schemas.RunMetrics;
import dev.tlora.schemas.Scores;
import java.util.Locale;
import java.util.Optional;

/**
 * What the scores mean, in one sentence. The bounds lie around what the T-LoRA paper reports for
 * SDXL at rank 64 (CLIP ViT-B/32): image similarity 0.900 for every method, text similarity 0.232
 * for plain LoRA, which forgets the scene, and 0.256 for T-LoRA.
 */
final class Verdict {

    static final double SAME_THING = 0.85;
    static final double SIMILAR_THING = 0.75;
    static final double FOLLOWS_PROMPTS = 0.25;
    static final double FOLLOWS_PARTLY = 0.235;

    private Verdict() {}

    static String of(FinishedRun run, Means means, RunMetrics metrics, Optional<GateResult> gate) {
        if (run.model().untrained()) {
            return "The model '%s' never learned to draw: its pictures are noise and the scores say"
                            .formatted(run.model().name())
                    + " nothing about quality.";
        }
        return means.identity()
                        .map(
                                identity ->
                                        judged(run, identity, Optional.ofNullable(metrics.clipT())))
                        .orElse("None of the adapter's images could be scored")
                + missing(run)
                + gate.map(Verdict::gate).orElse("")
                + ".";
    }

    private static String judged(FinishedRun run, Scores identity, Optional<Measured> obedience) {
        String thing = run.concept().className();
        return identity(thing, identity) + obedience.map(Verdict::obedience).orElse("");
    }

    private static String identity(String thing, Scores scores) {
        String said;
        if (scores.clipI() >= SAME_THING) {
            said = "The adapter keeps the %s's identity";
        } else if (scores.clipI() >= SIMILAR_THING) {
            said = "The adapter draws a similar %s rather than this one";
        } else {
            said = "The adapter has not learned this %s";
        }
        return String.format(
                Locale.ROOT,
                said + " (CLIP-I %.3f, DINO %.3f)",
                thing,
                scores.clipI(),
                scores.dino());
    }

    private static String obedience(Measured scores) {
        String said;
        if (scores.mean() >= FOLLOWS_PROMPTS) {
            said = " and follows prompts";
        } else if (scores.mean() >= FOLLOWS_PARTLY) {
            said = " and follows prompts in part";
        } else {
            said = " and hardly follows prompts";
        }
        return String.format(Locale.ROOT, said + " (CLIP-T %.3f)", scores.mean());
    }

    private static String gate(GateResult gate) {
        return switch (gate.decision()) {
            case PASSED -> "";
            case WARNED -> "; it misses a threshold of its model";
            case QUARANTINED -> "; it misses a threshold of its model and is in quarantine";
        };
    }

    private static String missing(FinishedRun run) {
        return run.failed() == 0
                ? ""
                : "; %d of %d images could not be judged"
                        .formatted(run.failed(), run.images().size());
    }
}
