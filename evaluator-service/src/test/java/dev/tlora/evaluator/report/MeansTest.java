package dev.tlora.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tlora.evaluator.SampleRun;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.Scores;
import org.junit.jupiter.api.Test;

class MeansTest {

    private final SampleRun run = SampleRun.of("r-1", 4);

    @Test
    void imagesOfTheBaseModelStayOutOfTheAdaptersMean() {
        // When
        Means means =
                Means.of(
                        run.finished(
                                run.judged(1, RenderPurpose.CONCEPT, scores(0.9)),
                                run.judged(2, RenderPurpose.PROMPT, scores(0.7)),
                                run.judged(3, RenderPurpose.BASE, scores(0.1)),
                                run.lost(4, "lost")));

        // Then
        assertThat(means.all().clipI()).isCloseTo(0.8, within(1e-12));
        assertThat(means.concept()).isEqualTo(scores(0.9));
        assertThat(means.scenes()).isEqualTo(scores(0.7));
        assertThat(means.base()).isEqualTo(scores(0.1));
    }

    @Test
    void whatWasNotDrawnHasNoMean() {
        // When
        Means means = Means.of(run.finished(run.judged(1, RenderPurpose.BASE, SampleRun.SCORES)));

        // Then
        assertThat(means.all()).isNull();
        assertThat(means.identity()).isEmpty();
    }

    private static Scores scores(double value) {
        return new Scores(value, value, value, null, null);
    }
}
