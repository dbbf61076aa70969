package dev.tlora.evaluator.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.evaluator.SampleRun;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.RenderPurpose;
import org.junit.jupiter.api.Test;

class ScoredPromptTest {

    private static final PlannedImage PLAN = SampleRun.of("r-1", 1).plan(1, RenderPurpose.PROMPT);

    @Test
    void theClassStandsWhereTokenAndClassWere() {
        assertThat(PLAN.prompt()).isEqualTo("a sks cat on the beach");
        assertThat(ScoredPrompt.of(PLAN).withClass()).isEqualTo("a cat on the beach");
        assertThat(ScoredPrompt.of(PLAN).tokenRemoved()).isEqualTo("a on the beach");
    }

    @Test
    void aTokenThatAUserWroteByHandIsTakenOutToo() {
        // Given
        String written = "the sks cat as a king";
        PlannedImage plan =
                new PlannedImage(
                        "r",
                        1,
                        1,
                        RenderPurpose.USER,
                        written,
                        written,
                        0,
                        null,
                        PLAN.concept(),
                        PLAN.model());

        // When / Then
        assertThat(ScoredPrompt.of(plan).withClass()).isEqualTo("the cat as a king");
        assertThat(ScoredPrompt.of(plan).tokenRemoved()).isEqualTo("the as a king");
    }
}
