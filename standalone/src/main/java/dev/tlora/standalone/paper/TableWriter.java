package dev.tlora.standalone.paper;

import dev.tlora.standalone.paper.TableResults.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes results as CSV for programs, Markdown for readers and a plot. */
record TableWriter(Path folder, String protocol) {

    void write(TableResults results) throws IOException {
        String name = results.table().name();
        Files.write(folder.resolve(name + ".csv"), csv(results));
        Files.write(folder.resolve(name + ".md"), markdown(results));
        TablePlot.write(results, folder.resolve(name + ".png"));
    }

    private static List<String> csv(TableResults results) {
        List<String> lines = new ArrayList<>();
        lines.add("row,metric,mean,standard_error,count");
        for (String row : results.rows().keySet()) {
            for (Metric metric : Metric.values()) {
                Estimate one = results.estimate(row, metric);
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "\"%s\",%s,%.5f,%.5f,%d",
                                row,
                                metric.label(),
                                one.mean(),
                                one.standardError(),
                                one.count()));
            }
        }
        return lines;
    }

    private List<String> markdown(TableResults results) {
        List<String> lines = new ArrayList<>();
        lines.add("### " + results.table().title());
        lines.add("");
        lines.add(protocol + ". Mean ± standard error.");
        lines.add("");
        lines.add(
                Arrays.stream(Metric.values())
                        .map(Metric::label)
                        .collect(Collectors.joining(" | ", "| row | cells | ", " |")));
        lines.add("|---|---|" + "---|".repeat(Metric.values().length));
        for (String row : results.rows().keySet()) {
            lines.add(
                    Arrays.stream(Metric.values())
                            .map(metric -> text(results.estimate(row, metric)))
                            .collect(
                                    Collectors.joining(
                                            " | ",
                                            "| %s | %d | "
                                                    .formatted(row, results.rows().get(row).size()),
                                            " |")));
        }
        lines.addAll(pairs(results));
        return lines;
    }

    /** Rows against their rivals, concept by concept and seed by seed. */
    private static List<String> pairs(TableResults results) {
        List<String> lines = new ArrayList<>();
        for (String row : results.rows().keySet()) {
            results.rival(row)
                    .filter(rival -> results.difference(rival, row, Metric.TS).count() > 1)
                    .ifPresent(rival -> lines.add(pair(results, rival, row)));
        }
        if (!lines.isEmpty()) {
            lines.addAll(
                    0,
                    List.of(
                            "",
                            "Differences over pairs of the same concept and seed, and how many"
                                    + " standard errors they are:",
                            "",
                            "| difference | pairs | IS | DINO-IS | TS | leak |",
                            "|---|---|---|---|---|---|"));
        }
        return lines;
    }

    private static String pair(TableResults results, String rival, String row) {
        return Stream.of(Metric.IS, Metric.DINO_IS, Metric.TS, Metric.LEAK)
                .map(metric -> signed(results.difference(rival, row, metric)))
                .collect(
                        Collectors.joining(
                                " | ",
                                "| %s − %s | %d | "
                                        .formatted(
                                                rival,
                                                row,
                                                results.difference(rival, row, Metric.TS).count()),
                                " |"));
    }

    private static String signed(Estimate one) {
        if (one.count() == 0) {
            return "–";
        }
        String difference =
                String.format(Locale.ROOT, "%+.3f ± %.3f", one.mean(), one.standardError());
        return one.standardError() > 0
                ? difference
                        + String.format(Locale.ROOT, " (%+.1f)", one.mean() / one.standardError())
                : difference;
    }

    private static String text(Estimate one) {
        return one.count() == 0
                ? "–"
                : String.format(Locale.ROOT, "%.3f ± %.3f", one.mean(), one.standardError());
    }
}
