package dev.tlora.evaluator.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.Concept;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a report says, in the words and figures it is shown with. Public because the template engine
 * looks at it by reflection.
 *
 * @param judged when the last score was known
 * @param duration from the first score to the last
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
        List<ScoreRow> means,
        ScoreRow overall,
        List<String> photos,
        List<PromptSection> sections,
        LossChart loss,
        List<Setting> settings,
        AdapterFile adapter) {

    /** One choice of the run, as its manifest names it. */
    public record Setting(String name, String value) {}

    /** The adapter's file, its path beside the report. */
    public record AdapterFile(String path, String size, String sha256) {}

    static ReportView of(FinishedRun run, Means means, String verdict, RunFiles files) {
        Concept concept = run.concept();
        return new ReportView(
                run.runId(),
                concept.conceptId(),
                concept.className(),
                concept.token(),
                run.model().name(),
                run.model().untrained(),
                verdict,
                Wording.time(run.time()),
                Wording.duration(run.duration()),
                run.images().size(),
                run.scored(),
                run.failed(),
                ScoreRow.of(means, concept.className()),
                ScoreRow.of("all", Optional.ofNullable(means.all())),
                photos(concept, files),
                PromptImages.of(run).stream().map(one -> PromptSection.of(one, files)).toList(),
                LossChart.of(files.lossCurve()),
                settings(files.manifest()),
                files.adapter().map(file -> adapter(file, files)).orElse(null));
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
