package dev.tlora.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tlora.evaluator.SampleRun;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.EmbeddingText;
import dev.tlora.schemas.Measured;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RunMetrics;
import dev.tlora.schemas.Scores;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtocolTest {

    private final SampleRun run = SampleRun.of("r-1", 4);

    @Test
    void likenessComesFromTheConceptAloneAndTextFromScenes() {
        // When
        RunMetrics metrics =
                metrics(
                        run.judged(1, RenderPurpose.CONCEPT, scores(0.9, 0.5)),
                        run.judged(2, RenderPurpose.CONCEPT, scores(0.8, 0.5)),
                        run.judged(3, RenderPurpose.PROMPT, scores(0.1, 0.26)),
                        run.judged(4, RenderPurpose.BASE, scores(0.0, 0.0)));

        // Then
        assertThat(metrics.clipI().mean()).isCloseTo(0.85, within(1e-12));
        assertThat(metrics.clipI().standardError()).isCloseTo(0.05, within(1e-12));
        assertThat(metrics.clipI().images()).isEqualTo(2);
        assertThat(metrics.clipT()).isEqualTo(new Measured(0.26, null, 1));
        assertThat(metrics.leak()).isNull();
    }

    @Test
    void eachPromptCountsTheSameHoweverManyImagesItHas() {
        // When
        Measured measured =
                Statistics.measured(
                        List.of(new double[] {0.1, 0.3}, new double[] {0.5}, new double[0]));

        // Then
        assertThat(measured.mean()).isCloseTo(0.35, within(1e-12));
        assertThat(measured.standardError()).isCloseTo(0.15, within(1e-12));
        assertThat(measured.images()).isEqualTo(3);
    }

    @Test
    void diversityIsWhatImagesOfOnePromptDoNotShare() {
        // When
        RunMetrics metrics =
                metrics(
                        embedded(1, RenderPurpose.PROMPT, 1, 0),
                        embedded(2, RenderPurpose.PROMPT, 0, 1),
                        embedded(3, RenderPurpose.PROMPT, 1, 0),
                        embedded(4, RenderPurpose.CONCEPT, 1, 0));

        // Then
        assertThat(metrics.diversity().mean()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(metrics.diversity().images()).isEqualTo(3);
    }

    @Test
    void placesInAllMetricsDecideWhatIsBest() {
        // Given
        List<JudgedImage> images =
                List.of(
                        run.judged(1, RenderPurpose.PROMPT, new Scores(0.5, 0.5, 0.1, null, null)),
                        run.judged(2, RenderPurpose.PROMPT, new Scores(0.6, 0.9, 0.2, null, null)),
                        run.judged(3, RenderPurpose.PROMPT, new Scores(0.9, 0.8, 0.3, null, null)),
                        run.judged(4, RenderPurpose.BASE, new Scores(1, 1, 1, null, null)));

        // When
        Ranking ranking = Ranking.of(images);

        // Then
        assertThat(ranking.bestFirst())
                .extracting(image -> image.plan().number())
                .containsExactly(3, 2, 1);
        assertThat(ranking.worst(4)).extracting(image -> image.plan().number()).containsExactly(1);
    }

    private RunMetrics metrics(JudgedImage... images) {
        FinishedRun finished = run.finished(images);
        return Protocol.metrics(PromptImages.of(finished));
    }

    private static Scores scores(double likeness, double text) {
        return new Scores(likeness, likeness, text, null, null);
    }

    private JudgedImage embedded(int number, RenderPurpose purpose, float... embedding) {
        JudgedImage image = run.judged(number, purpose, SampleRun.SCORES);
        return new JudgedImage(
                image.plan(),
                image.image(),
                image.scores(),
                null,
                image.time(),
                List.of(),
                EmbeddingText.write(embedding));
    }
}
