package dev.tlora.evaluator.report;

import dev.tlora.diffusion.vision.UnitVector;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.EmbeddingText;
import dev.tlora.schemas.PromptScores;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.Scores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A run's images of one prompt.
 *
 * @param purpose what they are for
 * @param prompt what they should show
 * @param images by number, at least one
 */
record PromptImages(RenderPurpose purpose, String prompt, List<JudgedImage> images) {

    private record Key(RenderPurpose purpose, String prompt) {
        static Key of(JudgedImage image) {
            return new Key(image.plan().purpose(), image.plan().prompt());
        }
    }

    /** All of a run's, in the order of their first images. */
    static List<PromptImages> of(FinishedRun run) {
        Map<Key, List<JudgedImage>> byPrompt =
                run.images().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Key::of, LinkedHashMap::new, Collectors.toList()));
        return byPrompt.entrySet().stream()
                .map(
                        entry ->
                                new PromptImages(
                                        entry.getKey().purpose(),
                                        entry.getKey().prompt(),
                                        entry.getValue()))
                .toList();
    }

    String heading() {
        return purpose == RenderPurpose.BASE ? prompt + " (without the adapter)" : prompt;
    }

    /** Images with scores. */
    int scored() {
        return scores().size();
    }

    /** Empty when none of them could be judged. */
    Optional<Scores> mean() {
        List<Scores> scores = scores();
        return scores.isEmpty() ? Optional.empty() : Optional.of(Means.mean(scores));
    }

    /** One metric of the images that have it. */
    double[] values(Function<Scores, OptionalDouble> metric) {
        return scores().stream().map(metric).flatMapToDouble(OptionalDouble::stream).toArray();
    }

    /** One less the mean cosine of all pairs of images; empty below two. */
    OptionalDouble diversity() {
        List<UnitVector> seen =
                images.stream()
                        .flatMap(image -> image.embeddingIfAny().stream())
                        .map(text -> UnitVector.of(EmbeddingText.read(text)))
                        .toList();
        if (seen.size() < 2) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (int i = 1; i < seen.size(); i++) {
            for (int j = 0; j < i; j++) {
                sum += seen.get(i).cosine(seen.get(j));
            }
        }
        return OptionalDouble.of(1 - sum / (seen.size() * (seen.size() - 1) / 2.0));
    }

    PromptScores toEvent() {
        OptionalDouble diversity = diversity();
        return new PromptScores(
                prompt,
                purpose,
                scored(),
                images.size() - scored(),
                mean().orElse(null),
                diversity.isPresent() ? diversity.getAsDouble() : null);
    }

    private List<Scores> scores() {
        return images.stream().flatMap(image -> image.scoresIfAny().stream()).toList();
    }
}
