package dev.tlora.standalone.paper;

import dev.tlora.diffusion.adapter.AdapterMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured for the rows of a table; a row may lack cells that are not done yet.
 *
 * @param rows by what the table calls them: measurements by concept and seed
 */
record TableResults(Table table, Map<String, Map<String, Measurement>> rows) {

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
        return Estimate.of(rows.get(row).values().stream().mapToDouble(metric::of).toArray());
    }

    /**
     * What a row is held against: T-LoRA with settings that differ in nothing else, or the table's
     * favourite.
     */
    Optional<String> rival(String row) {
        Setting wanted = table.rows().get(row).withMethod(AdapterMethod.TLORA);
        return rows.keySet().stream()
                .filter(other -> table.rows().get(other).equals(wanted))
                .findFirst()
                .or(table::favourite)
                .filter(rival -> !rival.equals(row));
    }

    /** How much more the one row has than the other, over the concepts and seeds of both. */
    Estimate difference(String one, String other, Metric metric) {
        Map<String, Measurement> base = rows.get(other);
        return Estimate.of(
                rows.get(one).entrySet().stream()
                        .filter(cell -> base.containsKey(cell.getKey()))
                        .mapToDouble(
                                cell ->
                                        metric.of(cell.getValue())
                                                - metric.of(base.get(cell.getKey())))
                        .toArray());
    }
}
