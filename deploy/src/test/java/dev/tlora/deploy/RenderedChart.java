package dev.tlora.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart as Helm renders it. */
final class RenderedChart {

    static final Path CHART = Path.of("chart").toAbsolutePath();
    static final String RELEASE = "fleet";

    private static final YAMLMapper YAML = new YAMLMapper();

    private RenderedChart() {}

    /** The default values, and each file of example values. */
    static List<Path> valueFiles() throws IOException {
        try (Stream<Path> files = Files.list(CHART.resolve("values"))) {
            return Stream.concat(Stream.of(CHART.resolve("values.yaml")), files.sorted()).toList();
        }
    }

    static List<JsonNode> with(Path values) throws IOException {
        return with(values, Map.of());
    }

    static List<JsonNode> with(Path values, Map<String, String> settings) throws IOException {
        TemplateCommand command =
                new Helm(CHART)
                        .template()
                        .withName(RELEASE)
                        .withNamespace("tlora")
                        .withKubeVersion("1.31.0")
                        .withValuesFile(values);
        settings.forEach(command::set);
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(command.call())) {
            return documents.readAll().stream().filter(JsonNode::isObject).toList();
        }
    }

    /** A copy of the chart whose own values are overlaid by the example's. */
    static Path copyWith(Path values, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(CHART)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(CHART.relativize(file).toString()));
            }
        }
        JsonNode merged =
                YAML.readerForUpdating(read(CHART.resolve("values.yaml")))
                        .readValue(values.toFile());
        YAML.writeValue(copy.resolve("values.yaml").toFile(), merged);
        return copy;
    }

    static JsonNode named(List<JsonNode> objects, String kind, String name) {
        return objects.stream()
                .filter(it -> kind.equals(it.path("kind").asText()))
                .filter(it -> name.equals(it.at("/metadata/name").asText()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    static JsonNode read(Path yaml) throws IOException {
        return YAML.readTree(yaml.toFile());
    }
}
