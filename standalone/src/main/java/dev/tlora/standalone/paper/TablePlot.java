package dev.tlora.standalone.paper;

import dev.tlora.standalone.paper.TableResults.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Plots text over image similarity, a point with error bars for each row, as the paper does. */
final class TablePlot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 600;

    private TablePlot() {}

    static void write(TableResults results, Path file) throws IOException {
        Metric across =
                results.table().name().equals("figure4") ? Metric.EFFECTIVE_RANK : Metric.IS;
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(results.table().title())
                        .xAxisTitle(across.label())
                        .yAxisTitle(Metric.TS.label())
                        .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        for (String row : measured(results)) {
            Estimate x = results.estimate(row, across);
            Estimate y = results.estimate(row, Metric.TS);
            double error = Double.isNaN(y.standardError()) ? 0 : y.standardError();
            chart.addSeries(
                    row, new double[] {x.mean()}, new double[] {y.mean()}, new double[] {error});
        }
        if (!chart.getSeriesMap().isEmpty()) {
            BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
        }
    }

    private static List<String> measured(TableResults results) {
        List<String> rows = new ArrayList<>(results.rows().keySet());
        rows.removeIf(row -> results.rows().get(row).isEmpty());
        return rows;
    }
}
