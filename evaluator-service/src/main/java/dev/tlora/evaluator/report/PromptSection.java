package dev.tlora.evaluator.report;

import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.RenderPurpose;
import java.util.Comparator;
import java.util.List;

/**
 * A prompt and its images in the report. Public because the template engine looks at it by
 * reflection.
 *
 * @param prompt what the images should show
 * @param base whether the model drew them without the adapter
 * @param mean of their scores
 * @param diversity among them; a dash where there are too few
 */
public record PromptSection(
        String prompt, boolean base, ScoreRow mean, String diversity, List<Shot> shots) {

    /** The concept alone, then scenes by their fit to the prompt, then what has no adapter. */
    private static final Comparator<PromptImages> BEST_FIRST =
            Comparator.<PromptImages>comparingInt(images -> place(images.purpose()))
                    .thenComparing(
                            images ->
                                    images.purpose() == RenderPurpose.PROMPT
                                            ? -images.mean()
                                                    .map(scores -> scores.clipT())
                                                    .orElse(-1.0)
                                            : 0.0);

    /**
     * One image.
     *
     * @param path beside the report; empty where there is no file
     * @param failure why it has no scores; empty where it has
     */
    public record Shot(
            int number, String prompt, long seed, String path, ScoreRow scores, String failure) {

        static Shot of(JudgedImage image, RunFiles files) {
            return new Shot(
                    image.plan().number(),
                    image.plan().prompt(),
                    image.plan().seed(),
                    image.imageIfAny().flatMap(one -> files.relative(one.uri())).orElse(""),
                    ScoreRow.of(image.scoresIfAny()),
                    image.failure() == null ? "" : image.failure());
        }

        static List<Shot> of(List<JudgedImage> images, RunFiles files) {
            return images.stream().map(image -> of(image, files)).toList();
        }
    }

    static List<PromptSection> bestFirst(List<PromptImages> prompts, RunFiles files) {
        return prompts.stream().sorted(BEST_FIRST).map(images -> of(images, files)).toList();
    }

    private static PromptSection of(PromptImages images, RunFiles files) {
        return new PromptSection(
                images.prompt(),
                images.purpose() == RenderPurpose.BASE,
                ScoreRow.of(images.mean()),
                ScoreRow.orDash(images.diversity()),
                Shot.of(images.images(), files));
    }

    private static int place(RenderPurpose purpose) {
        return switch (purpose) {
            case CONCEPT -> 0;
            case PROMPT -> 1;
            case USER -> 2;
            case BASE -> 3;
        };
    }
}
