package dev.tlora.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.Prompts;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RenderRequested;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationPlanTest {

    private static final Prompts BEACH_AND_SNOW =
            new Prompts.Templates(List.of("a {} on the beach", "a {} in the snow"));

    @Test
    void conceptComesFirstThenEachScene() {
        List<RenderRequested> plan = plan(BEACH_AND_SNOW, 2, 3);

        assertThat(plan)
                .extracting(RenderRequested::renderId)
                .containsExactly("r-1-c", "r-1-p00", "r-1-p01");
        assertThat(plan)
                .extracting(RenderRequested::prompt)
                .containsExactly(
                        "a photo of sks cat", "a sks cat on the beach", "a sks cat in the snow");
        assertThat(plan)
                .extracting(RenderRequested::purpose)
                .containsExactly(RenderPurpose.CONCEPT, RenderPurpose.PROMPT, RenderPurpose.PROMPT);
    }

    @Test
    void imagesAreNumberedWithoutGapUpToThePlannedCount() {
        List<PlannedImage> images = images(plan(BEACH_AND_SNOW, 2, 3));

        assertThat(images).extracting(PlannedImage::number).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(images).extracting(PlannedImage::planned).containsOnly(7);
    }

    @ParameterizedTest
    @CsvSource({"object,35", "live,35", "none,4"})
    void knownSetsHoldThePapersPrompts(String set, int planned) {
        Prompts prompts =
                switch (set) {
                    case "object" -> Prompts.OBJECT;
                    case "live" -> Prompts.LIVE;
                    default -> Prompts.NONE;
                };

        List<RenderRequested> plan = plan(prompts, 1, 4);

        assertThat(plan.get(0).planned()).isEqualTo(planned);
        assertThat(plan)
                .extracting(RenderRequested::promptTemplate)
                .allMatch(t -> t.contains("{}"));
        assertThat(plan).extracting(RenderRequested::promptTemplate).doesNotHaveDuplicates();
    }

    @Test
    void aRunWithNothingToDrawStillGetsOneImage() {
        List<RenderRequested> plan = plan(Prompts.NONE, 1, 0);

        assertThat(images(plan)).singleElement().extracting(PlannedImage::planned).isEqualTo(1);
    }

    @Test
    void scenesAloneNeedNoConceptImages() {
        assertThat(plan(BEACH_AND_SNOW, 1, 0))
                .extracting(RenderRequested::purpose)
                .containsOnly(RenderPurpose.PROMPT);
    }

    @Test
    void aSceneHasTheSameSeedInEveryRunAndAnotherThanOtherScenes() {
        long beach = EvaluationPlan.seed("a {} on the beach");

        assertThat(plan(BEACH_AND_SNOW, 1, 0).get(0).seed()).isEqualTo(beach);
        assertThat(EvaluationPlan.seed("a {} in the snow")).isNotEqualTo(beach);
        assertThat(beach).isNotNegative();
    }

    private static List<RenderRequested> plan(Prompts prompts, int each, int conceptImages) {
        return EvaluationPlan.of(
                Examples.published(
                        "r-1", Examples.FILE, Examples.MODEL, prompts, each, conceptImages));
    }

    private static List<PlannedImage> images(List<RenderRequested> plan) {
        return plan.stream()
                .flatMap(request -> IntStream.range(0, request.count()).mapToObj(request::image))
                .toList();
    }
}
