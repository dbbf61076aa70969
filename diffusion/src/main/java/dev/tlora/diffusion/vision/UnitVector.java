package dev.tlora.diffusion.vision;

import java.util.Arrays;

/** An embedding scaled to length one. Immutable. */
public final class UnitVector {

    private final float[] values;

    private UnitVector(float[] values) {
        this.values = values;
    }

    /**
     * Scales to length one.
     *
     * @throws IllegalArgumentException when the values have no direction: all zero or not finite
     */
    public static UnitVector of(float[] values) {
        double length = Math.sqrt(dot(values, values));
        if (!(length > 0) || !Double.isFinite(length)) {
            throw new IllegalArgumentException(
                    "an embedding of length " + length + " has no direction; check the weights");
        }
        float[] scaled = new float[values.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (values[i] / length);
        }
        return new UnitVector(scaled);
    }

    /** Cosine of the angle to another vector, −1 to 1. */
    public double cosine(UnitVector other) {
        if (values.length != other.values.length) {
            throw new IllegalArgumentException(
                    "embeddings of %d and %d numbers come from different models"
                            .formatted(values.length, other.values.length));
        }
        return dot(values, other.values);
    }

    /** A copy of the numbers. */
    public float[] values() {
        return values.clone();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnitVector vector && Arrays.equals(values, vector.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "UnitVector of " + values.length + " numbers";
    }
}
