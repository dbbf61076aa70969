package dev.tlora.diffusion.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitVectorTest {

    @Test
    void lengthBecomesOne() {
        assertThat(UnitVector.of(new float[] {3, -4}).values()).containsExactly(0.6f, -0.8f);
    }

    @Test
    void cosineForgetsLengths() {
        UnitVector right = UnitVector.of(new float[] {7, 0});
        UnitVector rightAndUp = UnitVector.of(new float[] {2, 2});

        assertThat(right.cosine(rightAndUp)).isCloseTo(Math.sqrt(0.5), within(1e-7));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, Float.NaN, Float.POSITIVE_INFINITY})
    void vectorsWithoutDirectionAreRefused(float value) {
        assertThatThrownBy(() -> UnitVector.of(new float[] {value, value}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no direction");
    }

    @Test
    void vectorsOfDifferentModelsAreNotCompared() {
        UnitVector two = UnitVector.of(new float[] {1, 0});
        UnitVector three = UnitVector.of(new float[] {1, 0, 0});

        assertThatThrownBy(() -> two.cosine(three))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("embeddings of 2 and 3 numbers");
    }

    @Test
    void valuesAreCopies() {
        float[] given = {1, 0};
        UnitVector vector = UnitVector.of(given);

        given[0] = 9;
        vector.values()[1] = 9;

        assertThat(vector.values()).containsExactly(1, 0);
    }
}
