package dev.tlora.evaluator.report;

import dev.tlora.schemas.Measured;
import java.util.Arrays;
import java.util.List;

/** Means and how sure they are. */
final class Statistics {

    private Statistics() {}

    /**
     * The mean over groups of means within groups, so that a group counts the same however many
     * values it has. Its standard error is that of the groups' means, or of the values where there
     * is one group.
     *
     * @return {@code null} where there is no value
     */
    static Measured measured(List<double[]> groups) {
        List<double[]> filled = groups.stream().filter(group -> group.length > 0).toList();
        if (filled.isEmpty()) {
            return null;
        }
        double[] means = filled.stream().mapToDouble(Statistics::mean).toArray();
        double[] spread = means.length > 1 ? means : filled.get(0);
        int count = filled.stream().mapToInt(group -> group.length).sum();
        return new Measured(mean(means), standardError(spread), count);
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Sample deviation over the root of the count; {@code null} below two values. */
    private static Double standardError(double[] values) {
        if (values.length < 2) {
            return null;
        }
        double mean = mean(values);
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }
}
