package dev.tlora.evaluator.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.GateResult;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.PromptScores;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RunMetrics;
import dev.tlora.schemas.Scores;
import java.time.Instant;
import java.util.List;

/**
 * {@code scores.json}: every number behind a run's verdict. Scores are cosines, 1 at best.
 *
 * @param adapterSha256 of the adapter that was judged; absent when the base model alone drew
 * @param images images with scores
 * @param failedImages images without
 * @param metrics the paper's figures with their standard errors
 * @param prompts the same by prompt
 * @param gate whether the adapter met the thresholds of its model; absent where none are set
 * @param photos the photos that images were compared with
 * @param settings the run's manifest: how the adapter was made
 */
record ScoresDocument(
        String runId,
        Instant time,
        String verdict,
        String conceptId,
        String className,
        BaseModel model,
        String adapterSha256,
        int images,
        int failedImages,
        Means means,
        RunMetrics metrics,
        List<PromptScores> prompts,
        GateResult gate,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings,
        List<ArtifactRef> photos,
        List<Image> each,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) JsonNode settings) {

    /** One image: its scores, or else the reason why there are none. */
    record Image(
            int number,
            RenderPurpose purpose,
            String prompt,
            String promptTemplate,
            long seed,
            String key,
            String sha256,
            Scores scores,
            String failure) {

        static Image of(JudgedImage image, RunFiles files) {
            PlannedImage plan = image.plan();
            return new Image(
                    plan.number(),
                    plan.purpose(),
                    plan.prompt(),
                    plan.promptTemplate(),
                    plan.seed(),
                    image.imageIfAny().flatMap(one -> files.relative(one.uri())).orElse(null),
                    image.imageIfAny().map(ArtifactRef::sha256).orElse(null),
                    image.scores(),
                    image.failure());
        }
    }

    static ScoresDocument of(FinishedRun run, Judgment judgment, RunFiles files) {
        return new ScoresDocument(
                run.runId(),
                run.time(),
                judgment.verdict(),
                run.concept().conceptId(),
                run.concept().className(),
                run.model(),
                run.adapterSha256().orElse(null),
                run.scored(),
                run.failed(),
                judgment.means(),
                judgment.metrics(),
                judgment.prompts().stream().map(PromptImages::toEvent).toList(),
                judgment.gate(),
                judgment.warnings(),
                run.concept().images(),
                run.images().stream().map(image -> Image.of(image, files)).toList(),
                files.manifest());
    }

    byte[] json() {
        try {
            return EventJson.newMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the scores of " + runId, e);
        }
    }
}
