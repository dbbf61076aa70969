package dev.tlora.standalone.paper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured for the rows of a table; a row may lack cells that are not done yet. */
record TableResults(Table table, Map<String, List<Measurement>> rows) {

    /** The columns of every table. */
    enum Metric {
        IS("IS", Measurement::imageSimilarity),
        DINO_IS("DINO-IS", Measurement::dinoSimilarity),
        TS("TS", Measurement::textSimilarity),
        LEAK("leak", Measurement::leak),
        EFFECTIVE_RANK("effective rank", Measurement::effectiveRank);

        private final String label;
        private final ToDoubleFunction<Measurement> value;

        Metric(String label, ToDoubleFunction<Measurement> value) {
            this.label = label;
            this.value = value;
        }

        String label() {
            return label;
        }

        double of(Measurement measurement) {
            return value.applyAsDouble(measurement);
        }
    }

    TableResults {
        rows = new LinkedHashMap<>(rows);
    }

    Estimate estimate(String row, Metric metric) {
        return Estimate.of(rows.get(row).stream().mapToDouble(metric::of).toArray());
    }
}
