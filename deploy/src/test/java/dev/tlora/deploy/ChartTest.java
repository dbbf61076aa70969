package dev.tlora.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChartTest {

    /** Objects whose keys are the user's own, so that no type can know a misspelt one. */
    private static final Set<String> FREE =
            Set.of("labels", "annotations", "matchLabels", "nodeSelector", "data", "config");

    static List<Path> valueFiles() throws IOException {
        return RenderedChart.valueFiles();
    }

    /** Lint takes no values but the chart's own, so each example stands in for them. */
    @ParameterizedTest
    @MethodSource("valueFiles")
    void lintHasNothingToSay(Path values, @TempDir Path folder) throws IOException {
        Path chart = RenderedChart.copyWith(values, folder.resolve("tlora-fleet"));

        LintResult result = new Helm(chart).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void everyObjectIsOfItsPublishedType(Path values) throws IOException {
        for (JsonNode object : RenderedChart.with(values)) {
            assertThatCode(() -> PublishedTypes.check(object))
                    .as("%s", object.at("/metadata/name"))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void aMisspeltFieldFailsWhereverItIs(Path values) throws IOException {
        for (JsonNode object : RenderedChart.with(values)) {
            for (String path : fixedObjects(object, "")) {
                if (isSelectorOfService(object, path)) {
                    continue;
                }
                ObjectNode copy = object.deepCopy();
                ((ObjectNode) copy.at(path)).put("misspelt", "x");

                assertThat(catchThrowable(() -> PublishedTypes.check(copy)))
                        .as("%s%s", object.at("/metadata/name"), path)
                        .isInstanceOf(JsonMappingException.class)
                        .hasMessageContaining("misspelt");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void namesAreUnique(Path values) throws IOException {
        assertThat(RenderedChart.with(values))
                .extracting(it -> it.path("kind").asText() + "/" + it.at("/metadata/name").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void aMisspeltOrImpossibleValueFails() {
        for (String setting :
                List.of("services.trainer.maxReplica", "kafka.strimzi.brokerz", "images.tag")) {
            assertThatThrownBy(() -> withSetting(setting, "3"))
                    .as(setting)
                    .hasMessageContaining("schema");
        }
        assertThatThrownBy(() -> withSetting("services.trainer.scaling", "sometimes"))
                .hasMessageContaining("scaling");
    }

    @Test
    void anExternalKafkaNeedsItsAddress() {
        assertThatThrownBy(() -> withSetting("kafka.strimzi.enabled", "false"))
                .hasMessageContaining("kafka.external.bootstrapServers is needed");
    }

    private static void withSetting(String key, String value) throws IOException {
        RenderedChart.with(RenderedChart.CHART.resolve("values.yaml"), Map.of(key, value));
    }

    /** JSON pointers of all objects whose fields a type fixes. */
    private static List<String> fixedObjects(JsonNode node, String path) {
        List<String> found = new ArrayList<>();
        if (node.isObject()) {
            found.add(path);
        }
        node.properties()
                .forEach(
                        field -> {
                            String below = path + "/" + field.getKey().replace("/", "~1");
                            if (!isFree(field.getKey(), path)) {
                                found.addAll(fixedObjects(field.getValue(), below));
                            }
                        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            found.addAll(fixedObjects(node.get(i), path + "/" + i));
        }
        return found;
    }

    private static boolean isSelectorOfService(JsonNode object, String path) {
        return object.path("kind").asText().equals("Service") && path.equals("/spec/selector");
    }

    private static boolean isFree(String key, String path) {
        boolean ofTrigger = key.equals("metadata") && path.contains("/triggers/");
        boolean ofResources = path.endsWith("/resources");
        return FREE.contains(key) || ofTrigger || ofResources;
    }
}
