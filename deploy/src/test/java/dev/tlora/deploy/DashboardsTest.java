package dev.tlora.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the dashboards to the schema generated from Grafana's published types, and to taste. */
class DashboardsTest {

    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([a-z_, ]*)\\)");
    private static final Set<String> BOUNDED =
            Set.of(
                    "stage",
                    "outcome",
                    "topic",
                    "service",
                    "timesteps",
                    "layer_group",
                    "metric",
                    "band",
                    "method",
                    "rank",
                    "purpose",
                    "client_id",
                    "device",
                    "instance",
                    "le");

    private final Schema schema =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(getClass().getResourceAsStream("/dashboard.schema.json"));

    static List<JsonNode> dashboards() throws IOException {
        return Metrics.dashboards();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void dashboardsAreOfGrafanasType(JsonNode dashboard) {
        assertThat(problems(dashboard)).isEmpty();
    }

    @Test
    void aWrongTypeIsFound() throws IOException {
        ObjectNode dashboard = dashboards().get(0).deepCopy();

        ((ObjectNode) dashboard.at("/panels/1/gridPos")).put("w", "wide");

        assertThat(problems(dashboard)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelSaysWhatItShowsAndInWhichUnit(JsonNode dashboard) {
        for (JsonNode panel : panels(dashboard)) {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("description").asText()).as("%s", panel).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as("%s", panel)
                    .isNotBlank();
            assertThat(panel.path("targets")).as("%s", panel).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsHaveIdsAndPlacesOfTheirOwn(JsonNode dashboard) {
        assertThat(dashboard.path("panels"))
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates();
        assertThat(panels(dashboard))
                .extracting(panel -> panel.at("/gridPos/x") + "," + panel.at("/gridPos/y"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void seriesAreToldApartByBoundedLabelsOnly(JsonNode dashboard) {
        for (String query : dashboard.findValuesAsText("expr")) {
            Matcher grouping = GROUPING.matcher(query);
            while (grouping.find()) {
                assertThat(BOUNDED).as(query).contains(grouping.group(1).split(", *"));
            }
        }
    }

    private List<Error> problems(JsonNode dashboard) {
        return schema.validate(dashboard.toString(), InputFormat.JSON);
    }

    private static List<JsonNode> panels(JsonNode dashboard) {
        return StreamSupport.stream(dashboard.path("panels").spliterator(), false)
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }
}
