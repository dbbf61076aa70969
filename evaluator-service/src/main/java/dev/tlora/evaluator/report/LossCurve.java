package dev.tlora.evaluator.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How the loss went over a training run, as {@code loss.csv} tells it.
 *
 * @param points by step
 */
record LossCurve(List<Point> points) {

    static final LossCurve EMPTY = new LossCurve(List.of());

    /** Weight of the newest loss in the smoothed one: about the last fifty steps count. */
    private static final double FRESH = 0.04;

    /**
     * After one step.
     *
     * @param loss of the step's own timestep and noise, so it jumps; {@code null} when unknown
     * @param fixedLoss at noises and timesteps that stay the same; {@code null} when not measured
     */
    record Point(int step, Double loss, Double fixedLoss) {}

    LossCurve {
        points = List.copyOf(points);
    }

    /** Reads the columns by name; rows that hold no step are passed over. */
    static LossCurve parse(String csv) {
        List<String> lines = csv.lines().toList();
        if (lines.isEmpty()) {
            return EMPTY;
        }
        List<String> header = cells(lines.get(0));
        List<Point> points = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            OptionalDouble step = number(header, cells, "step");
            if (step.isPresent()) {
                points.add(
                        new Point(
                                (int) step.getAsDouble(),
                                boxed(number(header, cells, "loss")),
                                boxed(number(header, cells, "fixedLoss"))));
            }
        }
        return new LossCurve(points);
    }

    /** The training loss as a running mean, by step. */
    List<Point> smoothed() {
        List<Point> smooth = new ArrayList<>();
        double mean = Double.NaN;
        for (Point point : points) {
            if (point.loss() != null) {
                mean = Double.isNaN(mean) ? point.loss() : mean + FRESH * (point.loss() - mean);
                smooth.add(new Point(point.step(), mean, null));
            }
        }
        return smooth;
    }

    /** The steps at which the fixed loss was measured. */
    List<Point> fixed() {
        return points.stream().filter(point -> point.fixedLoss() != null).toList();
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private static OptionalDouble number(List<String> header, List<String> cells, String name) {
        int column = header.indexOf(name);
        if (column < 0 || column >= cells.size()) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(cells.get(column));
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
