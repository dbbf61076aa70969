package dev.tlora.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.schemas.TopicSpec;
import dev.tlora.schemas.Topics;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChartPromisesTest {

    private static final Path DEFAULTS = RenderedChart.CHART.resolve("values.yaml");
    private static final List<String> SERVICES =
            List.of("ingest", "trainer", "sampler", "evaluator");
    private static final Map<String, String> TRACED =
            Map.of("traces.endpoint", "http://collector.tracing:4317");

    static List<Path> valueFiles() throws IOException {
        return RenderedChart.valueFiles();
    }

    @Test
    void topicsAreThoseOfTheCode() throws IOException {
        List<TopicSpec> rendered =
                RenderedChart.with(DEFAULTS).stream()
                        .filter(it -> it.path("kind").asText().equals("KafkaTopic"))
                        .map(ChartPromisesTest::topic)
                        .toList();

        assertThat(rendered).containsExactlyInAnyOrderElementsOf(Topics.all());
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void kubernetesWaitsLongerThanAWorkerMayTakeToHandOver(Path values) throws IOException {
        List<JsonNode> objects = RenderedChart.with(values);
        for (JsonNode pod : pods(objects)) {
            String service = pod.at("/spec/containers/0/name").asText();
            Properties settings = settings(objects, service);
            long grace = seconds(settings.getProperty("tlora.queue.grace"));
            long shutdown = seconds(settings.getProperty("quarkus.shutdown.timeout"));

            assertThat(pod.at("/spec/terminationGracePeriodSeconds").asLong())
                    .as(service)
                    .isGreaterThanOrEqualTo(grace + shutdown + 10);
        }
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void podsRunAsNobodyOnAReadOnlyRoot(Path values) throws IOException {
        for (JsonNode pod : pods(RenderedChart.with(values))) {
            JsonNode container = pod.at("/spec/containers/0");
            assertThat(pod.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/spec/automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                    .isEqualTo("ALL");
            assertThat(container.path("livenessProbe").isObject()).isTrue();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        }
    }

    @Test
    void jobsEndByThemselvesAndSurviveUpgrades() throws IOException {
        List<JsonNode> objects = RenderedChart.with(DEFAULTS);
        JsonNode job = RenderedChart.named(objects, "ScaledJob", "fleet-trainer");

        assertThat(job.at("/spec/rollout/strategy").asText()).isEqualTo("gradual");
        assertThat(job.at("/spec/minReplicaCount").asInt()).isZero();
        assertThat(job.at("/spec/jobTargetRef/template/spec/restartPolicy").asText())
                .isEqualTo("Never");
        assertThat(settings(objects, "trainer").getProperty("tlora.queue.exit-when-idle"))
                .isEqualTo("120s");
    }

    @Test
    void workersThatStayDoNotEndByThemselves() throws IOException {
        List<JsonNode> objects =
                RenderedChart.with(RenderedChart.CHART.resolve("values/scaled-objects.yaml"));

        RenderedChart.named(objects, "ScaledObject", "fleet-trainer");
        RenderedChart.named(objects, "PodDisruptionBudget", "fleet-trainer");
        assertThat(settings(objects, "trainer")).doesNotContainKey("tlora.queue.exit-when-idle");
    }

    @Test
    void gpusAreAskedForAsWholeNumbersWithTheirToleration() throws IOException {
        for (JsonNode pod : pods(RenderedChart.with(DEFAULTS))) {
            JsonNode gpus = pod.at("/spec/containers/0/resources/limits/nvidia.com~1gpu");
            if (!gpus.isMissingNode()) {
                assertThat(gpus.isInt()).isTrue();
                assertThat(pod.at("/spec/tolerations").findValuesAsText("key"))
                        .contains("nvidia.com/gpu");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("valueFiles")
    void everySettingIsInTheReference(Path values) throws IOException {
        String reference = Files.readString(Metrics.ROOT.resolve("docs/configuration.md"));
        List<JsonNode> objects = RenderedChart.with(values, TRACED);

        for (String service : SERVICES) {
            assertThat(settings(objects, service).stringPropertyNames())
                    .filteredOn(key -> key.startsWith("tlora."))
                    .filteredOn(key -> !key.startsWith("tlora.api.keys."))
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(reference).contains("| `" + key + "` |"));
        }
    }

    @Test
    void anIngressAsksForKeys() {
        assertThatThrownBy(
                        () ->
                                RenderedChart.with(
                                        DEFAULTS,
                                        Map.of(
                                                "http.ingress.enabled", "true",
                                                "http.ingress.host", "tlora.example.org")))
                .hasMessageContaining("set http.open to false");
    }

    @Test
    void aStoreOnS3NeedsNoVolumeAndItsKeysAreSecrets() throws IOException {
        List<JsonNode> objects =
                RenderedChart.with(RenderedChart.CHART.resolve("values/external-kafka.yaml"));

        for (JsonNode pod : pods(objects)) {
            assertThat(pod.at("/spec/volumes").findValuesAsText("name")).doesNotContain("store");
            assertThat(pod.at("/spec/containers/0/envFrom").findValuesAsText("name"))
                    .containsExactly("fleet-kafka", "fleet-s3");
            String service = pod.at("/spec/containers/0/name").asText();
            assertThat(settings(objects, service))
                    .containsEntry("tlora.store", "s3://tlora-runs/fleet")
                    .containsEntry("tlora.s3.endpoint", "https://s3.example.org:9000")
                    .containsEntry("tlora.s3.cache-bytes", "21474836480");
        }
    }

    @Test
    void logsAreJsonAndTracesGoWhereTheValuesSay() throws IOException {
        List<JsonNode> silent = RenderedChart.with(DEFAULTS);
        List<JsonNode> traced = RenderedChart.with(DEFAULTS, TRACED);

        for (String service : SERVICES) {
            assertThat(settings(silent, service))
                    .containsEntry("tlora.log.json", "true")
                    .doesNotContainKey("tlora.traces.endpoint");
            assertThat(settings(traced, service))
                    .containsEntry("tlora.traces.endpoint", "http://collector.tracing:4317");
            JsonNode policy = RenderedChart.named(traced, "NetworkPolicy", "fleet-" + service);
            assertThat(policy.at("/spec/egress").findValuesAsText("port")).contains("4317");
        }
    }

    private static TopicSpec topic(JsonNode object) {
        Map<String, String> config = new HashMap<>();
        object.at("/spec/config")
                .properties()
                .forEach(it -> config.put(it.getKey(), it.getValue().asText()));
        String cleanup = config.remove("cleanup.policy");
        return new TopicSpec(
                object.at("/metadata/name").asText(),
                object.at("/spec/partitions").asInt(),
                cleanup,
                config);
    }

    private static List<JsonNode> pods(List<JsonNode> objects) {
        List<JsonNode> pods = new ArrayList<>();
        for (JsonNode object : objects) {
            for (String at : List.of("/spec/template", "/spec/jobTargetRef/template")) {
                if (object.at(at).path("spec").has("containers")) {
                    pods.add(object.at(at));
                }
            }
        }
        assertThat(pods).hasSize(4);
        return pods;
    }

    private static Properties settings(List<JsonNode> objects, String service) throws IOException {
        JsonNode map = RenderedChart.named(objects, "ConfigMap", "fleet-" + service);
        Properties settings = new Properties();
        settings.load(new StringReader(map.at("/data/application.properties").asText()));
        return settings;
    }

    private static long seconds(String duration) {
        return Long.parseLong(duration.replace("s", ""));
    }
}
