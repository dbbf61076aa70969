package dev.tlora.evaluator.report;

import dev.tlora.schemas.Measured;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RunMetrics;
import dev.tlora.schemas.Scores;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * The T-LoRA paper's protocol: image similarity from images of the concept alone, text similarity
 * from scenes. {@code docs/metrics.md} says what the paper leaves open and how it is decided here.
 */
final class Protocol {

    private static final Set<RenderPurpose> CONCEPT = Set.of(RenderPurpose.CONCEPT);
    private static final Set<RenderPurpose> SCENES = Set.of(RenderPurpose.PROMPT);
    private static final Set<RenderPurpose> ADAPTER =
            Set.of(RenderPurpose.CONCEPT, RenderPurpose.PROMPT);

    private Protocol() {}

    /** A run's figures. */
    static RunMetrics metrics(List<PromptImages> prompts) {
        return new RunMetrics(
                measured(prompts, CONCEPT, scores -> OptionalDouble.of(scores.clipI())),
                measured(prompts, CONCEPT, scores -> OptionalDouble.of(scores.dino())),
                measured(prompts, SCENES, scores -> OptionalDouble.of(scores.clipT())),
                measured(prompts, SCENES, Scores::clipTTokenRemovedIfAny),
                measured(prompts, SCENES, Scores::leakIfAny),
                diversity(prompts));
    }

    private static Measured measured(
            List<PromptImages> prompts,
            Set<RenderPurpose> purposes,
            Function<Scores, OptionalDouble> metric) {
        return Statistics.measured(
                prompts.stream()
                        .filter(one -> purposes.contains(one.purpose()))
                        .map(one -> one.values(metric))
                        .toList());
    }

    /** One value for each prompt that has two images or more. */
    private static Measured diversity(List<PromptImages> prompts) {
        List<PromptImages> wide =
                prompts.stream()
                        .filter(one -> ADAPTER.contains(one.purpose()))
                        .filter(one -> one.diversity().isPresent())
                        .toList();
        Measured byPrompt =
                Statistics.measured(
                        wide.stream()
                                .map(
                                        one ->
                                                DoubleStream.of(one.diversity().getAsDouble())
                                                        .toArray())
                                .toList());
        if (byPrompt == null) {
            return null;
        }
        int images = wide.stream().mapToInt(PromptImages::scored).sum();
        return new Measured(byPrompt.mean(), byPrompt.standardError(), images);
    }
}
