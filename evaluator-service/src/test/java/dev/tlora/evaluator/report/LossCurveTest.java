package dev.tlora.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tlora.evaluator.report.LossCurve.Point;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossCurveTest {

    private static final String CSV =
            """
            step,loss,fixedLoss,activeRank,gradientNorm
            1,1.0,0.50,4,0.1
            2,0.5,,8,0.2
            3,0.2,0.25,6,0.3
            """;

    @Test
    void columnsAreFoundByName() {
        // Given
        String reordered = "fixedLoss,other,step,loss\n0.5,9,7,0.3\n";

        // When / Then
        assertThat(LossCurve.parse(reordered).points()).containsExactly(new Point(7, 0.3, 0.5));
    }

    @Test
    void stepsWithoutAFixedLossAreLeftOutOfItsLine() {
        assertThat(LossCurve.parse(CSV).fixed()).extracting(Point::step).containsExactly(1, 3);
    }

    @Test
    void smoothingDampsJumpsAndKeepsALevel() {
        // Given
        String level =
                IntStream.rangeClosed(1, 50)
                        .mapToObj(step -> step + "," + (step % 2 == 0 ? 0.4 : 0.6))
                        .collect(Collectors.joining("\n", "step,loss\n", "\n"));

        // When
        var smoothed = LossCurve.parse(level).smoothed();

        // Then
        assertThat(smoothed.get(49).loss()).isCloseTo(0.5, within(0.03));
        assertThat(smoothed.get(0).loss()).isEqualTo(0.6);
    }

    @Test
    void rowsThatCannotBeReadArePassedOver() {
        assertThat(LossCurve.parse("step,loss\noops,1\n3,NaN\n4,0.5\n").points())
                .containsExactly(new Point(3, null, null), new Point(4, 0.5, null));
        assertThat(LossCurve.parse("").points()).isEmpty();
    }

    @Test
    void theChartTellsWhatTheFixedLossDid() {
        // When
        LossChart chart = LossChart.of(LossCurve.parse(CSV));

        // Then
        assertThat(chart.change()).isEqualTo("Fixed loss 0.5000 → 0.2500 (-50.0 %).");
        assertThat(chart.lastStep()).isEqualTo(3);
        assertThat(chart.drawn()).isTrue();
    }

    @Test
    void aFallingLossFallsOnTheChart() {
        // When
        String[] points = LossChart.of(LossCurve.parse(CSV)).fixed().split(" ", -1);

        // Then
        assertThat(y(points[1])).isGreaterThan(y(points[0]));
    }

    @Test
    void aLongRunIsDrawnWithFewPointsAndItsLastOne() {
        // Given
        String longRun =
                IntStream.rangeClosed(1, 5000)
                        .mapToObj(step -> step + ",0.5,0.5")
                        .collect(Collectors.joining("\n", "step,loss,fixedLoss\n", "\n"));

        // When
        String[] points = LossChart.of(LossCurve.parse(longRun)).fixed().split(" ", -1);

        // Then
        assertThat(points.length).isLessThan(500);
        assertThat(points[points.length - 1]).startsWith("632.0,");
    }

    @Test
    void nothingIsDrawnOfNothing() {
        assertThat(LossChart.of(LossCurve.EMPTY).drawn()).isFalse();
    }

    private static double y(String point) {
        return Double.parseDouble(point.split(",", -1)[1]);
    }
}
