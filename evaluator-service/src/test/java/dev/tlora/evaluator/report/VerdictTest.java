package dev.tlora.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.evaluator.SampleRun;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.GateResult;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.Scores;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    private final SampleRun run = SampleRun.of("r-1", 2);

    @ParameterizedTest
    @CsvSource({
        "0.900, 0.256, keeps the cat's identity, and follows prompts (CLIP-T 0.256).",
        "0.901, 0.232, keeps the cat's identity, and hardly follows prompts (CLIP-T 0.232).",
        "0.800, 0.240, draws a similar cat rather than this one, and follows prompts in part",
        "0.600, 0.300, has not learned this cat, and follows prompts (CLIP-T 0.300).",
    })
    void identityComesFromTheConceptAloneAndObedienceFromScenes(
            double identity, double obedience, String aboutThing, String aboutPrompts) {
        // Given
        FinishedRun finished =
                run.finished(
                        run.judged(
                                1,
                                RenderPurpose.CONCEPT,
                                new Scores(identity, 0.8, 0.1, null, null)),
                        run.judged(
                                2,
                                RenderPurpose.PROMPT,
                                new Scores(0.1, 0.1, obedience, null, null)));

        // When
        String verdict = verdict(finished);

        // Then
        assertThat(verdict).contains(aboutThing).contains(aboutPrompts).endsWith(".");
    }

    @Test
    void missingImagesAreCounted() {
        // Given
        FinishedRun finished =
                run.finished(
                        run.judged(1, RenderPurpose.CONCEPT, SampleRun.SCORES),
                        run.lost(2, "lost"));

        // When / Then
        assertThat(verdict(finished))
                .isEqualTo(
                        "The adapter keeps the cat's identity (CLIP-I 0.900, DINO 0.800);"
                                + " 1 of 2 images could not be judged.");
    }

    @Test
    void aRunWithoutAnyScoreSaysSo() {
        // Given
        FinishedRun finished = run.finished(run.lost(1, "lost"), run.lost(2, "lost"));

        // When / Then
        assertThat(verdict(finished))
                .startsWith("None of the adapter's images could be scored; 2 of 2");
    }

    @Test
    void scoresOfAnUntrainedModelAreNotPraised() {
        // Given
        SampleRun noise = run.withModel(new BaseModel("starter", "hash", true));
        FinishedRun finished =
                noise.finished(noise.judged(1, RenderPurpose.CONCEPT, SampleRun.SCORES));

        // When / Then
        assertThat(verdict(finished))
                .contains("'starter' never learned to draw")
                .doesNotContain("identity");
    }

    @Test
    void anAdapterInQuarantineIsSaidToBe() {
        // Given
        FinishedRun finished = run.finished(run.judged(1, RenderPurpose.CONCEPT, SampleRun.SCORES));
        GateResult gate = new GateResult(GateResult.Decision.QUARANTINED, List.of("too bad"));

        // When
        String verdict =
                Verdict.of(
                        finished,
                        Means.of(finished),
                        Protocol.metrics(PromptImages.of(finished)),
                        Optional.of(gate));

        // Then
        assertThat(verdict).endsWith("; it misses a threshold of its model and is in quarantine.");
    }

    private static String verdict(FinishedRun finished) {
        return Verdict.of(
                finished,
                Means.of(finished),
                Protocol.metrics(PromptImages.of(finished)),
                Optional.empty());
    }
}
