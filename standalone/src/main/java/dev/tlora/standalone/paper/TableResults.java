package dev.tlora.standalone.paper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured for the rows of a table; a row may lack cells that are not done yet. */
record TableResults(Table table, Map<String, List<Measurement>> rows) {

    /** The columns of every table. */
    enum Metric {
        IS("IS"),
        DINO_IS("DINO-IS"),
        TS("TS"),
        LEAK("leak"),
        EFFECTIVE_RANK("effective rank");

        private final String label;

        Metric(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        double of(Measurement measurement) {
            return switch (this) {
                case IS -> measurement.imageSimilarity();
                case DINO_IS -> measurement.dinoSimilarity();
                case TS -> measurement.textSimilarity();
                case LEAK -> measurement.leak();
                case EFFECTIVE_RANK -> measurement.effectiveRank();
            };
        }
    }

    TableResults {
        rows = new LinkedHashMap<>(rows);
    }

    Estimate estimate(String row, Metric metric) {
        return Estimate.of(rows.get(row).stream().mapToDouble(metric::of).toArray());
    }
}
