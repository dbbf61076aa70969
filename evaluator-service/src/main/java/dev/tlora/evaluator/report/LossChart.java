package dev.tlora.evaluator.report;

import dev.tlora.evaluator.report.LossCurve.Point;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A loss curve as lines of a picture of {@value #WIDTH} by {@value #HEIGHT}, y pointing down.
 *
 * @param smoothed points of the training loss's line, for SVG; empty when there is none
 * @param fixed points of the fixed loss's line, for SVG; empty when there is none
 * @param levels labelled loss values, and where they lie
 * @param lastStep at the right end
 * @param change what the fixed loss did, for a person; empty when it was not measured twice
 */
public record LossChart(
        String smoothed, String fixed, List<Level> levels, int lastStep, String change) {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 240;
    private static final int LEFT = 52;
    private static final int RIGHT = WIDTH - 8;
    private static final int TOP = 12;
    private static final int BOTTOM = HEIGHT - 26;
    private static final int LEVELS = 4;

    /** More would only make the file larger. */
    private static final int MOST_POINTS = 400;

    /** A labelled loss value. */
    public record Level(String label, String y) {}

    static LossChart of(LossCurve curve) {
        List<Point> smoothed = thinned(curve.smoothed());
        List<Point> fixed = thinned(curve.fixed());
        int lastStep = curve.points().stream().mapToInt(Point::step).max().orElse(0);
        double highest =
                DoubleStream.concat(
                                smoothed.stream().mapToDouble(Point::loss),
                                fixed.stream().mapToDouble(Point::fixedLoss))
                        .max()
                        .orElse(0);
        Scale scale = new Scale(Math.max(1, lastStep), highest > 0 ? highest : 1);
        return new LossChart(
                scale.line(smoothed, Point::loss),
                scale.line(fixed, Point::fixedLoss),
                scale.levels(),
                lastStep,
                change(fixed));
    }

    /** Whether there is anything to show. */
    public boolean drawn() {
        return !smoothed.isEmpty() || !fixed.isEmpty();
    }

    private static List<Point> thinned(List<Point> points) {
        int stride = points.size() / MOST_POINTS + 1;
        return IntStream.range(0, points.size())
                .filter(i -> i % stride == 0 || i == points.size() - 1)
                .mapToObj(points::get)
                .toList();
    }

    private static String change(List<Point> fixed) {
        if (fixed.size() < 2) {
            return "";
        }
        double first = fixed.get(0).fixedLoss();
        double last = fixed.get(fixed.size() - 1).fixedLoss();
        return String.format(
                Locale.ROOT,
                "Fixed loss %.4f → %.4f (%+.1f %%).",
                first,
                last,
                first == 0 ? 0 : 100 * (last - first) / first);
    }

    /** From steps and losses to the picture. */
    private record Scale(int lastStep, double highest) {

        String line(List<Point> points, ToDoubleFunction<Point> loss) {
            return points.stream()
                    .map(
                            point ->
                                    number(x(point.step()))
                                            + ","
                                            + number(y(loss.applyAsDouble(point))))
                    .collect(Collectors.joining(" "));
        }

        List<Level> levels() {
            return IntStream.rangeClosed(0, LEVELS)
                    .mapToDouble(i -> highest * i / LEVELS)
                    .mapToObj(
                            loss ->
                                    new Level(
                                            String.format(Locale.ROOT, "%.3g", loss),
                                            number(y(loss))))
                    .toList();
        }

        private double x(int step) {
            return LEFT + (double) (RIGHT - LEFT) * step / lastStep;
        }

        private double y(double loss) {
            return BOTTOM - (BOTTOM - TOP) * loss / highest;
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
    }
}
