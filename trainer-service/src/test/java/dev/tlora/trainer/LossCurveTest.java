package dev.tlora.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tlora.diffusion.training.TrainingStep;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LossCurveTest {

    private static final double UNMEASURED = Double.NaN;

    @Test
    void writesOneLineAStepAndLeavesOutWhatWasNotMeasured() {
        // Given
        LossCurve curve = new LossCurve();
        curve.start(1.5);
        curve.add(new TrainingStep(1, 500, 3, 0.25, 2.0), UNMEASURED);
        curve.add(new TrainingStep(2, 10, 4, 0.5, 1.0), 1.25);

        // When
        String csv = new String(curve.toCsv(), StandardCharsets.UTF_8);

        // Then
        assertThat(csv)
                .isEqualTo(
                        """
                        step,loss,fixedLoss,activeRank,gradientNorm
                        0,,1.5,,
                        1,0.25,,3,2.0
                        2,0.5,1.25,4,1.0
                        """);
    }

    @Test
    void aReadCurveGoesOnAsIfItHadNeverBeenWritten() {
        // Given
        LossCurve whole = new LossCurve();
        whole.start(1.5);
        whole.add(new TrainingStep(1, 500, 3, 0.1, 2.0), UNMEASURED);

        // When
        LossCurve read = LossCurve.parse(whole.toCsv());
        whole.add(new TrainingStep(2, 500, 3, 0.3, 2.0), 1.25);
        read.add(new TrainingStep(2, 500, 3, 0.3, 2.0), 1.25);

        // Then
        assertThat(read.toCsv()).isEqualTo(whole.toCsv());
        assertThat(read.smoothedLoss()).isEqualTo(whole.smoothedLoss());
    }

    @Test
    void smoothsOverTheLastStepsOnly() {
        // Given
        LossCurve curve = new LossCurve();
        curve.start(100);
        curve.add(new TrainingStep(1, 500, 3, 1000, 2.0), UNMEASURED);

        // When
        for (int step = 2; step <= 26; step++) {
            curve.add(new TrainingStep(step, 500, 3, step % 2, 2.0), UNMEASURED);
        }

        // Then
        assertThat(curve.smoothedLoss()).isCloseTo(12.0 / 25, within(1e-9));
    }

    @Test
    void knowsTheFixedLossBeforeAndAfter() {
        LossCurve curve = new LossCurve();
        curve.start(1.5);
        curve.add(new TrainingStep(1, 500, 3, 0.1, 2.0), 1.25);
        curve.add(new TrainingStep(2, 500, 3, 0.1, 2.0), UNMEASURED);

        assertThat(curve.firstFixedLoss()).isEqualTo(1.5);
        assertThat(curve.lastFixedLoss()).isEqualTo(1.25);
    }

    @Test
    void hasNoSmoothedLossBeforeTheFirstStep() {
        LossCurve curve = new LossCurve();
        curve.start(1.5);

        assertThat(curve.smoothedLoss()).isNaN();
    }
}
