package dev.tlora.evaluator.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.evaluator.report.PromptSection.Shot;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.Concept;
import dev.tlora.schemas.GateResult;
import dev.tlora.schemas.RunMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a report says, in the words and figures it is shown with. Public because the template engine
 * looks at it by reflection.
 *
 * @param judged when the last score was known
 * @param duration from the first score to the last
 * @param clipI the run's figure; a dash where it was not measured, as for the next three
 * @param gate what the gate says, and why; empty where none is set
 * @param best the adapter's best images, the best one first
 * @param worst its worst images, the worst one first
 * @param photos paths of the concept's photos beside the report
 * @param adapter {@code null} where there is no file
 */
public record ReportView(
        String runId,
        String conceptId,
        String className,
        String token,
        String model,
        boolean untrained,
        String verdict,
        String judged,
        String duration,
        int planned,
        int scored,
        int failed,
        String clipI,
        String dino,
        String clipT,
        String leak,
        List<FigureRow> figures,
        List<String> gate,
        List<String> warnings,
        List<Shot> best,
        List<Shot> worst,
        List<String> photos,
        List<PromptSection> sections,
        LossChart loss,
        List<Setting> settings,
        AdapterFile adapter) {

    /** Images shown as the best, and as the worst. */
    private static final int HIGHLIGHTS = 4;

    /** One choice of the run, as its manifest names it. */
    public record Setting(String name, String value) {}

    /** The adapter's file, its path beside the report. */
    public record AdapterFile(String path, String size, String sha256) {}

    static ReportView of(FinishedRun run, Judgment judgment, RunFiles files) {
        Concept concept = run.concept();
        RunMetrics metrics = judgment.metrics();
        Ranking ranking = Ranking.of(run.images());
        return new ReportView(
                run.runId(),
                concept.conceptId(),
                concept.className(),
                concept.token(),
                run.model().name(),
                run.model().untrained(),
                judgment.verdict(),
                Wording.time(run.time()),
                Wording.duration(run.duration()),
                run.images().size(),
                run.scored(),
                run.failed(),
                FigureRow.mean(metrics.clipI()),
                FigureRow.mean(metrics.dino()),
                FigureRow.mean(metrics.clipT()),
                FigureRow.mean(metrics.leak()),
                FigureRow.of(metrics),
                judgment.gateIfAny().map(ReportView::gate).orElse(List.of()),
                judgment.warnings(),
                Shot.of(ranking.best(HIGHLIGHTS), files),
                Shot.of(ranking.worst(HIGHLIGHTS), files),
                photos(concept, files),
                PromptSection.bestFirst(judgment.prompts(), files),
                LossChart.of(files.lossCurve()),
                settings(files.manifest()),
                files.adapter().map(file -> adapter(file, files)).orElse(null));
    }

    private static List<String> gate(GateResult gate) {
        String decision =
                switch (gate.decision()) {
                    case PASSED -> "The adapter meets every threshold of its model.";
                    case WARNED -> "The adapter misses a threshold of its model.";
                    case QUARANTINED -> "The adapter is in quarantine and is not served.";
                };
        return Stream.concat(Stream.of(decision), gate.reasons().stream()).toList();
    }

    private static List<String> photos(Concept concept, RunFiles files) {
        return concept.images().stream()
                .map(ArtifactRef::uri)
                .flatMap(photo -> files.relative(photo).stream())
                .toList();
    }

    private static AdapterFile adapter(StoredArtifact file, RunFiles files) {
        return new AdapterFile(
                files.relative(file.uri()).orElse(file.key()),
                Wording.bytes(file.bytes()),
                file.sha256());
    }

    private static List<Setting> settings(JsonNode manifest) {
        List<Setting> settings = new ArrayList<>();
        collect("", manifest, settings);
        return settings;
    }

    private static void collect(String name, JsonNode node, List<Setting> into) {
        if (node.isObject()) {
            String prefix = name.isEmpty() ? "" : name + ".";
            node.properties()
                    .forEach(field -> collect(prefix + field.getKey(), field.getValue(), into));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect("%s[%d]".formatted(name, i), node.get(i), into);
            }
        } else if (node.isValueNode() && !node.isNull()) {
            into.add(new Setting(name, node.asText()));
        }
    }
}
