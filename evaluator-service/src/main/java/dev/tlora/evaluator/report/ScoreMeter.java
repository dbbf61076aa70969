package dev.tlora.evaluator.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * Counts a run's mean scores by what made its adapter: as a summary, and in bands of a twentieth,
 * since the histograms of summaries know no fractions.
 */
final class ScoreMeter {

    private static final int BANDS = 20;
    private static final int[] RANKS = {8, 16, 32, 64, 128};
    private static final String NONE = "none";

    private final MeterRegistry registry;
    private final String method;
    private final String rank;

    /**
     * @param manifest the run's; missing when no adapter was trained
     */
    ScoreMeter(MeterRegistry registry, JsonNode manifest) {
        this.registry = registry;
        this.method = manifest.at("/training/method").asText(NONE);
        this.rank = rankRange(manifest.at("/training/rank").asInt());
    }

    /** A score below zero counts as zero: distributions have no place for it. */
    void record(String metric, double score) {
        registry.summary("tlora_score", "metric", metric, "method", method, "rank", rank)
                .record(Math.max(0, score));
        registry.counter("tlora_score_band_total", "metric", metric, "band", band(score))
                .increment();
    }

    /** The lower bound of a score's band, e.g. {@code 0.60}. */
    static String band(double score) {
        int number = (int) Math.floor(Math.min(Math.max(score, 0), 1) * BANDS + 1e-9);
        return String.format(Locale.ROOT, "%.2f", Math.min(number, BANDS - 1) / (double) BANDS);
    }

    /** Ranges, since users may ask for any rank and every value of a label is a series. */
    static String rankRange(int rank) {
        if (rank < 1) {
            return NONE;
        }
        int first = 1;
        for (int last : RANKS) {
            if (rank <= last) {
                return first + "-" + last;
            }
            first = last + 1;
        }
        return "over " + (first - 1);
    }
}
