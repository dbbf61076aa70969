package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All planned images of a run are in and scored: the last good news of a run. It is the same event
 * on {@code tlora.scores} and on {@code tlora.runs}.
 *
 * @param runId the run
 * @param time when the last score was known
 * @param means over the images that show the concept; {@code null} where none could be scored
 * @param images images scored
 * @param failedImages images that never came
 * @param verdict one sentence for a person
 * @param scores every score, as JSON
 * @param report the same for a person, as HTML
 * @param untrainedModel whether the base model never learned to draw, so that scores say nothing
 *     about quality
 * @param metrics what the T-LoRA paper reports, and more; {@code null} in old records
 * @param prompts the same by prompt, in the order of the plan
 * @param gate whether the adapter may be used; {@code null} where no gate is set
 * @param warnings what to bear in mind, one sentence each
 */
@JsonTypeName("run-scored.v1")
public record RunScored(
        String runId,
        Instant time,
        Scores means,
        int images,
        int failedImages,
        String verdict,
        ArtifactRef scores,
        ArtifactRef report,
        boolean untrainedModel,
        RunMetrics metrics,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PromptScores> prompts,
        GateResult gate,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings)
        implements ScoreEvent, RunEvent {

    public RunScored {
        Require.text(runId, "runId");
        Require.present(time, "time");
        Require.atLeast(images, 0, "images");
        Require.atLeast(failedImages, 0, "failedImages");
        Require.text(verdict, "verdict");
        Require.present(scores, "scores");
        Require.present(report, "report");
        prompts = prompts == null ? List.of() : List.copyOf(prompts);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    /**
     * The run's scores as they are told first: each figure of {@link #metrics()}, and where there
     * is none the mean over all images; empty where no image could be scored.
     */
    public Optional<Scores> headline() {
        return meansIfAny().map(this::measuredOver);
    }

    private Scores measuredOver(Scores all) {
        if (metrics == null) {
            return all;
        }
        return new Scores(
                mean(metrics.clipI(), all.clipI()),
                mean(metrics.dino(), all.dino()),
                mean(metrics.clipT(), all.clipT()),
                mean(metrics.clipTTokenRemoved(), all.clipTTokenRemoved()),
                mean(metrics.leak(), all.leak()));
    }

    private static Double mean(Measured figure, Double otherwise) {
        return figure == null ? otherwise : Double.valueOf(figure.mean());
    }

    public Optional<Scores> meansIfAny() {
        return Optional.ofNullable(means);
    }

    public Optional<RunMetrics> metricsIfAny() {
        return Optional.ofNullable(metrics);
    }

    public Optional<GateResult> gateIfAny() {
        return Optional.ofNullable(gate);
    }
}
