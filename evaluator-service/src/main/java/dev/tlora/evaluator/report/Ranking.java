package dev.tlora.evaluator.report;

import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.Scores;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The adapter's images from best to worst: by the mean of their places in CLIP-I, DINO and CLIP-T,
 * which have different ranges; the lower number first where means are equal.
 */
record Ranking(List<JudgedImage> bestFirst) {

    private static final List<ToDoubleFunction<Scores>> METRICS =
            List.of(Scores::clipI, Scores::dino, Scores::clipT);

    static Ranking of(List<JudgedImage> images) {
        List<JudgedImage> scored =
                images.stream()
                        .filter(JudgedImage::showsConcept)
                        .filter(image -> image.scoresIfAny().isPresent())
                        .toList();
        return new Ranking(
                scored.stream()
                        .sorted(
                                Comparator.<JudgedImage>comparingLong(
                                                image -> places(image, scored))
                                        .thenComparingInt(image -> image.plan().number()))
                        .toList());
    }

    /** How many better images there are in each metric, in all. */
    private static long places(JudgedImage image, List<JudgedImage> all) {
        return METRICS.stream()
                .mapToLong(
                        metric ->
                                all.stream()
                                        .map(JudgedImage::scores)
                                        .mapToDouble(metric)
                                        .filter(
                                                other ->
                                                        other
                                                                > metric.applyAsDouble(
                                                                        image.scores()))
                                        .count())
                .sum();
    }

    List<JudgedImage> best(int most) {
        return bestFirst.stream().limit(half(most)).toList();
    }

    /** The worst one first; none of them is among the best. */
    List<JudgedImage> worst(int most) {
        return Stream.iterate(bestFirst.size() - 1, i -> i - 1)
                .limit(half(most))
                .map(bestFirst::get)
                .toList();
    }

    private int half(int most) {
        return Math.min(most, bestFirst.size() / 2);
    }
}
