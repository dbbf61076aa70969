package dev.tlora.evaluator.report;

import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.Scores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Empty when none of them could be judged. */
    Optional<Scores> mean() {
        List<Scores> scores =
                images.stream().flatMap(image -> image.scoresIfAny().stream()).toList();
        return scores.isEmpty() ? Optional.empty() : Optional.of(Means.mean(scores));
    }
}
