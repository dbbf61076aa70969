package dev.tlora.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertsTest {

    @Test
    void everyAlertSaysWhatHappenedAndIsExplained() throws IOException {
        String manual = Files.readString(Metrics.ROOT.resolve("docs/operations.md"));

        for (JsonNode alert : alerts()) {
            String name = alert.path("alert").asText();
            assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
            assertThat(alert.at("/annotations/description").asText()).as(name).isNotBlank();
            assertThat(alert.at("/labels/severity").asText())
                    .as(name)
                    .isIn("critical", "warning", "info");
            assertThat(manual).as("what to do").contains("\n### " + name + "\n");
        }
    }

    @Test
    void anAlertComparesOneExpressionWithOneNumber() throws IOException {
        assertThat(alerts())
                .extracting(alert -> alert.path("expr").asText())
                .allMatch(query -> query.strip().matches("(?s).* [<>] [0-9.]+"));
    }

    @Test
    void everyAlertIsSeenToFireInTheRuleTests() throws IOException {
        JsonNode tests = RenderedChart.read(Metrics.ROOT.resolve("deploy/rules-test/alerts.yaml"));
        List<String> fired =
                tests.findValues("alert_rule_test").stream()
                        .flatMap(cases -> cases.findParents("exp_alerts").stream())
                        .map(it -> it.path("alertname").asText())
                        .toList();

        assertThat(fired)
                .containsAll(alerts().stream().map(it -> it.path("alert").asText()).toList());
    }

    private static List<JsonNode> alerts() throws IOException {
        return Metrics.rules().stream().filter(rule -> rule.has("alert")).toList();
    }
}
