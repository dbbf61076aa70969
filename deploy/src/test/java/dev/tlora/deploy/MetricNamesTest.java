package dev.tlora.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricNamesTest {

    private static final Pattern LABELS = Pattern.compile("([a-z_]+)=\"");
    private static final Pattern TABLE_ROW =
            Pattern.compile("^\\| `(tlora_[a-z_]+)", Pattern.MULTILINE);

    /** Everything that may tell series apart; no run, concept, tenant or prompt among them. */
    private static final Set<String> BOUNDED =
            Set.of(
                    "stage",
                    "outcome",
                    "topic",
                    "reason",
                    "timesteps",
                    "layer_group",
                    "metric",
                    "band",
                    "method",
                    "rank",
                    "purpose",
                    "device",
                    "kind",
                    "le");

    @Test
    void queriesNameOnlyMetricsOfTheCode() throws IOException {
        Set<String> code = Metrics.ofCode();

        assertThat(ofQueries()).isSubsetOf(code);
    }

    @Test
    void everyMetricOfTheCodeIsShownOrWatched() throws IOException {
        assertThat(ofQueries()).containsAll(Metrics.ofCode());
    }

    @Test
    void documentationTablesExactlyTheMetricsOfTheCode() throws IOException {
        String text = Files.readString(Metrics.ROOT.resolve("docs/operations.md"));
        Set<String> documented =
                TABLE_ROW
                        .matcher(text)
                        .results()
                        .map(row -> Metrics.base(row.group(1)))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isEqualTo(Metrics.ofCode());
    }

    @Test
    void aRealScrapeHasEveryMetricAndNoUnboundedLabel() throws IOException {
        // Given
        List<String> series =
                Arrays.stream(resource("/scrape.txt").split("\n"))
                        .filter(line -> line.startsWith("tlora_"))
                        .toList();

        // When
        Set<String> names =
                series.stream()
                        .map(line -> Metrics.base(line.split("[{ ]", 2)[0]))
                        .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(names).isEqualTo(Metrics.ofCode());
        for (String line : series) {
            Matcher label = LABELS.matcher(line);
            while (label.find()) {
                assertThat(BOUNDED).as(line).contains(label.group(1));
            }
        }
    }

    private static Set<String> ofQueries() throws IOException {
        return Stream.concat(
                        Metrics.queriesOfDashboards().stream(),
                        Metrics.rules().stream().map(rule -> rule.path("expr").asText()))
                .flatMap(query -> Metrics.of(query).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String resource(String name) throws IOException {
        try (var in = MetricNamesTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
