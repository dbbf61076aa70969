package dev.tlora.standalone.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void dividesTheSampleDeviationByTheRootOfTheCount() {
        // Given
        double[] values = {1, 2, 3, 4};

        // When
        Estimate estimate = Estimate.of(values);

        // Then
        assertThat(estimate.mean()).isEqualTo(2.5);
        assertThat(estimate.standardError()).isEqualTo(Math.sqrt(5.0 / 3 / 4), within(1e-12));
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        // Given
        double[] values = {1, Double.NaN, 3};

        // When
        Estimate estimate = Estimate.of(values);

        // Then
        assertThat(estimate).isEqualTo(new Estimate(2, 1, 2));
    }

    @Test
    void claimsNoErrorForASingleValue() {
        assertThat(Estimate.of(new double[] {1}).standardError()).isNaN();
    }
}
