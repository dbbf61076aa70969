package dev.tlora.evaluator.report;

import dev.tlora.evaluator.gate.Gate;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.GateResult;
import dev.tlora.schemas.RunMetrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All that follows from a run's scores.
 *
 * @param means plain means over images, by what the images are for
 * @param metrics the paper's figures
 * @param prompts the images by prompt
 * @param gate {@code null} where no gate is set
 * @param warnings what to bear in mind, one sentence each
 * @param verdict one sentence for a person
 */
record Judgment(
        Means means,
        RunMetrics metrics,
        List<PromptImages> prompts,
        GateResult gate,
        List<String> warnings,
        String verdict) {

    static Judgment of(FinishedRun run, Gate gate) {
        Means means = Means.of(run);
        List<PromptImages> prompts = PromptImages.of(run);
        RunMetrics metrics = Protocol.metrics(prompts);
        GateResult decision = gate.check(run.model().name(), metrics).orElse(null);
        return new Judgment(
                means,
                metrics,
                prompts,
                decision,
                warnings(run),
                Verdict.of(run, means, metrics, Optional.ofNullable(decision)));
    }

    Optional<GateResult> gateIfAny() {
        return Optional.ofNullable(gate);
    }

    boolean blocks() {
        return gate != null && gate.blocks();
    }

    private static List<String> warnings(FinishedRun run) {
        Map<String, Long> counted =
                run.images().stream()
                        .map(JudgedImage::warnings)
                        .flatMap(List::stream)
                        .collect(
                                Collectors.groupingBy(
                                        Function.identity(), TreeMap::new, Collectors.counting()));
        return counted.entrySet().stream()
                .map(entry -> "%s Images: %d.".formatted(entry.getKey(), entry.getValue()))
                .toList();
    }
}
