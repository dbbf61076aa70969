package dev.tlora.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.schemas.EvaluationSettings;
import dev.tlora.schemas.Prompts;
import dev.tlora.schemas.SamplingSettings;
import org.junit.jupiter.api.Test;

class RenderWishTest {

    private static final EvaluationSettings USUAL =
            new EvaluationSettings(Prompts.NONE, 1, 1, "euler", 25, 5.0);

    @Test
    void theFidelityDialReachesTheRequest() {
        RenderWish wish = new RenderWish("a {}", 7, 1, null, null, null, 2, 3.0, true);

        assertThat(wish.sampling(USUAL, 512))
                .isEqualTo(new SamplingSettings("euler", 25, 5.0, 512, 2, 3.0));
    }

    @Test
    void whatIsLeftOutIsAsTheRunsEvaluationHadIt() {
        RenderWish wish = new RenderWish("a {}", 7, 1, 4, 2.0, "ddim", null, null, true);

        assertThat(wish.sampling(USUAL, 512))
                .isEqualTo(new SamplingSettings("ddim", 4, 2.0, 512, null, null));
    }
}
