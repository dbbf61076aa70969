package dev.tlora.evaluator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.evaluator.EvaluatorConfig.Mode;
import dev.tlora.evaluator.EvaluatorConfig.Thresholds;
import dev.tlora.schemas.GateResult;
import dev.tlora.schemas.GateResult.Decision;
import dev.tlora.schemas.Measured;
import dev.tlora.schemas.RunMetrics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final RunMetrics METRICS =
            new RunMetrics(
                    new Measured(0.9, 0.01, 15),
                    new Measured(0.8, 0.01, 15),
                    new Measured(0.23, 0.01, 155),
                    null,
                    new Measured(0.7, 0.01, 155),
                    null);

    @Test
    void figuresWithinTheThresholdsPass() {
        assertThat(check(new Fixed(Mode.BLOCK, 0.85, 0.2, 0.75)))
                .isEqualTo(new GateResult(Decision.PASSED, null));
    }

    @Test
    void whatIsMissedBlocksWithReasons() {
        assertThat(check(new Fixed(Mode.BLOCK, 0.95, 0.25, 0.6)))
                .isEqualTo(
                        new GateResult(
                                Decision.QUARANTINED,
                                List.of(
                                        "CLIP-I 0.900 is below 0.950.",
                                        "CLIP-T 0.230 is below 0.250.",
                                        "Leak 0.700 is above 0.600.")));
    }

    @Test
    void warningSaysTheSameAndServes() {
        // When
        GateResult result = check(new Fixed(Mode.WARN, 0.95, 0.2, 0.75));

        // Then
        assertThat(result.decision()).isEqualTo(Decision.WARNED);
        assertThat(result.reasons()).containsExactly("CLIP-I 0.900 is below 0.950.");
    }

    @Test
    void aFigureThatWasNotMeasuredIsMissed() {
        // Given
        RunMetrics nothing = new RunMetrics(null, null, null, null, null, null);
        Gate gate = new Gate(Map.of("sdxl", new Fixed(Mode.BLOCK, 0.9, 0.2, 0.75)));

        // When
        GateResult result = gate.check("sdxl", nothing).orElseThrow();

        // Then
        assertThat(result.reasons()).contains("CLIP-I was not measured.", "Leak was not measured.");
    }

    @Test
    void aModelWithoutThresholdsHasNoGate() {
        // Given
        Gate gate = new Gate(Map.of("off", new Fixed(Mode.OFF, 2, 2, 0)));

        // When / Then
        assertThat(gate.check("off", METRICS)).isEmpty();
        assertThat(gate.check("another", METRICS)).isEmpty();
    }

    private static GateResult check(Thresholds thresholds) {
        return new Gate(Map.of("sdxl", thresholds)).check("sdxl", METRICS).orElseThrow();
    }

    private record Fixed(Mode mode, double clipI, double clipT, double leak) implements Thresholds {

        @Override
        public OptionalDouble minClipI() {
            return OptionalDouble.of(clipI);
        }

        @Override
        public OptionalDouble minDino() {
            return OptionalDouble.empty();
        }

        @Override
        public OptionalDouble minClipT() {
            return OptionalDouble.of(clipT);
        }

        @Override
        public OptionalDouble maxLeak() {
            return OptionalDouble.of(leak);
        }

        @Override
        public OptionalDouble minDiversity() {
            return OptionalDouble.empty();
        }
    }
}
