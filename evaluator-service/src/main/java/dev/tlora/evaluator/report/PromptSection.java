package dev.tlora.evaluator.report;

import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.RenderPurpose;
import java.util.List;

/**
 * A prompt and its images in the report. Public because the template engine looks at it by
 * reflection.
 *
 * @param prompt what the images should show
 * @param base whether the model drew them without the adapter
 * @param mean of their scores
 */
public record PromptSection(String prompt, boolean base, ScoreRow mean, List<Shot> shots) {

    /**
     * One image.
     *
     * @param path beside the report; empty where there is no file
     * @param failure why it has no scores; empty where it has
     */
    public record Shot(int number, long seed, String path, ScoreRow scores, String failure) {

        static Shot of(JudgedImage image, RunFiles files) {
            return new Shot(
                    image.plan().number(),
                    image.plan().seed(),
                    image.imageIfAny().flatMap(one -> files.relative(one.uri())).orElse(""),
                    ScoreRow.of("", image.scoresIfAny()),
                    image.failure() == null ? "" : image.failure());
        }
    }

    static PromptSection of(PromptImages images, RunFiles files) {
        return new PromptSection(
                images.prompt(),
                images.purpose() == RenderPurpose.BASE,
                ScoreRow.of(images.prompt(), images.mean()),
                images.images().stream().map(image -> Shot.of(image, files)).toList());
    }
}
