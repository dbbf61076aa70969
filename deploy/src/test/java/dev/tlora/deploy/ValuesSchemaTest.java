package dev.tlora.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesSchemaTest {

    @Test
    void everyValueOfTheChartIsDescribed() throws IOException {
        // Given
        JsonNode schema = RenderedChart.read(RenderedChart.CHART.resolve("values.schema.json"));
        JsonNode values = RenderedChart.read(RenderedChart.CHART.resolve("values.yaml"));

        // When
        List<String> bare = new ArrayList<>();
        collect(schema, schema, values, "", bare);

        // Then
        assertThat(bare).isEmpty();
    }

    /** Collects the paths of values that the schema does not explain. */
    private static void collect(
            JsonNode root, JsonNode schema, JsonNode value, String path, List<String> bare) {
        JsonNode known = resolved(root, schema);
        if (known.path("description").isTextual()) {
            return;
        }
        if (!known.has("properties") || !value.isObject()) {
            bare.add(path);
            return;
        }
        for (Map.Entry<String, JsonNode> part : value.properties()) {
            JsonNode inner = known.path("properties").path(part.getKey());
            collect(root, inner, part.getValue(), path + "/" + part.getKey(), bare);
        }
    }

    private static JsonNode resolved(JsonNode root, JsonNode schema) {
        return schema.has("$ref") ? root.at(schema.path("$ref").asText().substring(1)) : schema;
    }
}
