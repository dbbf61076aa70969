package dev.tlora.trainer;

import dev.tlora.diffusion.training.TrainingStep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What training measured, step by step; {@code loss.csv}. Values that were not measured are NaN
 * here and empty there.
 */
final class LossCurve {

    private static final String HEADER = "step,loss,fixedLoss,activeRank,gradientNorm";

    /** Steps that one smoothed loss looks back over. */
    private static final int WINDOW = 25;

    private final List<Row> rows = new ArrayList<>();

    /**
     * One line.
     *
     * @param step 0 for what was measured before the first step
     */
    record Row(int step, double loss, double fixedLoss, int activeRank, double gradientNorm) {

        String toCsv() {
            return "%d,%s,%s,%s,%s"
                    .formatted(
                            step,
                            text(loss),
                            text(fixedLoss),
                            step == 0 ? "" : activeRank,
                            text(gradientNorm));
        }

        private static String text(double value) {
            return Double.isNaN(value) ? "" : Double.toString(value);
        }

        static Row parse(String line) {
            String[] cells = line.split(",", -1);
            return new Row(
                    Integer.parseInt(cells[0]),
                    number(cells[1]),
                    number(cells[2]),
                    cells[3].isEmpty() ? 0 : Integer.parseInt(cells[3]),
                    number(cells[4]));
        }

        private static double number(String cell) {
            return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
        }
    }

    /** The curve of a file that {@link #toCsv()} made. */
    static LossCurve parse(byte[] csv) {
        LossCurve curve = new LossCurve();
        new String(csv, StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(Row::parse)
                .forEach(curve.rows::add);
        return curve;
    }

    /** Notes the fixed loss before the first step. */
    void start(double fixedLoss) {
        rows.add(new Row(0, Double.NaN, fixedLoss, 0, Double.NaN));
    }

    /**
     * Notes one step.
     *
     * @param fixedLoss NaN when it was not measured after this step
     */
    void add(TrainingStep step, double fixedLoss) {
        rows.add(
                new Row(
                        step.number(),
                        step.loss(),
                        fixedLoss,
                        step.activeRank(),
                        step.gradientNorm()));
    }

    /** Mean loss of the last steps, NaN before the first. */
    double smoothedLoss() {
        List<Row> steps = rows.stream().filter(row -> row.step() > 0).toList();
        return steps.subList(Math.max(0, steps.size() - WINDOW), steps.size()).stream()
                .mapToDouble(Row::loss)
                .average()
                .orElse(Double.NaN);
    }

    /** The first fixed loss, NaN when none was measured. */
    double firstFixedLoss() {
        return rows.stream()
                .mapToDouble(Row::fixedLoss)
                .filter(loss -> !Double.isNaN(loss))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The newest fixed loss, NaN when none was measured. */
    double lastFixedLoss() {
        return rows.stream()
                .mapToDouble(Row::fixedLoss)
                .filter(loss -> !Double.isNaN(loss))
                .reduce((before, after) -> after)
                .orElse(Double.NaN);
    }

    byte[] toCsv() {
        return rows.stream()
                .map(Row::toCsv)
                .collect(Collectors.joining("\n", HEADER + "\n", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
