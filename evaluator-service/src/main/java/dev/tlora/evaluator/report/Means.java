package dev.tlora.evaluator.report;

import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.Scores;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Mean scores of a run's images, each {@code null} where no such image was scored. The T-LoRA paper
 * takes image similarity from {@code concept} and text similarity from {@code scenes}.
 *
 * @param all images that the adapter drew
 * @param concept the concept without a scene
 * @param scenes the concept in scenes
 * @param base what the model draws without the adapter
 */
record Means(Scores all, Scores concept, Scores scenes, Scores base) {

    static Means of(FinishedRun run) {
        return new Means(
                mean(run, JudgedImage::showsConcept),
                mean(run, image -> image.isFor(RenderPurpose.CONCEPT)),
                mean(run, image -> image.isFor(RenderPurpose.PROMPT)),
                mean(run, image -> image.isFor(RenderPurpose.BASE)));
    }

    /** What identity is read from: images without a scene, or any that show the concept. */
    Optional<Scores> identity() {
        return Optional.ofNullable(concept == null ? all : concept);
    }

    private static Scores mean(FinishedRun run, Predicate<JudgedImage> which) {
        List<Scores> scores =
                run.images().stream()
                        .filter(which)
                        .flatMap(image -> image.scoresIfAny().stream())
                        .toList();
        return scores.isEmpty() ? null : mean(scores);
    }

    static Scores mean(List<Scores> scores) {
        return new Scores(
                mean(scores, Scores::clipI),
                mean(scores, Scores::dino),
                mean(scores, Scores::clipT),
                meanIfAny(scores, Scores::clipTTokenRemovedIfAny),
                meanIfAny(scores, Scores::leakIfAny));
    }

    /** Over those that have it. */
    private static Double meanIfAny(List<Scores> scores, Function<Scores, OptionalDouble> metric) {
        double[] values =
                scores.stream().map(metric).flatMapToDouble(OptionalDouble::stream).toArray();
        return values.length == 0 ? null : Statistics.mean(values);
    }

    private static double mean(List<Scores> scores, ToDoubleFunction<Scores> metric) {
        return scores.stream().mapToDouble(metric).average().orElseThrow();
    }
}
