package dev.tlora.standalone.paper;

import java.util.Arrays;

/**
 * A mean and how sure it is.
 *
 * @param standardError of the mean; not a number for fewer than two values
 */
record Estimate(double mean, double standardError, int count) {

    static Estimate of(double[] values) {
        double[] numbers = Arrays.stream(values).filter(Double::isFinite).toArray();
        double mean = Arrays.stream(numbers).average().orElse(Double.NaN);
        double squares = Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
        double error =
                numbers.length < 2
                        ? Double.NaN
                        : Math.sqrt(squares / (numbers.length - 1) / numbers.length);
        return new Estimate(mean, error, numbers.length);
    }
}
