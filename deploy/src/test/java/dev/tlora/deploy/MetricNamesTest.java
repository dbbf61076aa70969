package dev.tlora.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricNamesTest {

    private static final Pattern TABLE_ROW =
            Pattern.compile("^\\| `(tlora_[a-z_]+)", Pattern.MULTILINE);

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

    private static Set<String> ofQueries() throws IOException {
        return Stream.concat(
                        Metrics.queriesOfDashboards().stream(),
                        Metrics.rules().stream().map(rule -> rule.path("expr").asText()))
                .flatMap(query -> Metrics.of(query).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
