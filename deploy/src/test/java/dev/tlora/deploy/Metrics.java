package dev.tlora.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where metrics are named: in code, dashboards, rules and scaling queries. */
final class Metrics {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern IN_CODE = Pattern.compile("\"(tlora_[a-z_]+)\"");
    private static final Pattern IN_QUERY = Pattern.compile("(?<![:a-z_])tlora_[a-z_]+(?![:a-z_])");

    /** What the registry appends to a counter's, timer's or summary's name. */
    private static final Pattern SUFFIX = Pattern.compile("_(total|sum|count|bucket|max)$");

    private Metrics() {}

    /** Base names, without what the registry appends. */
    static Set<String> ofCode() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path sources : modules.map(it -> it.resolve("src/main/java")).toList()) {
                if (Files.isDirectory(sources)) {
                    names.addAll(literals(sources));
                }
            }
        }
        return names;
    }

    private static Set<String> literals(Path sources) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                Matcher literal = IN_CODE.matcher(Files.readString(file));
                while (literal.find()) {
                    names.add(base(literal.group(1)));
                }
            }
        }
        return names;
    }

    static Set<String> of(String query) {
        return IN_QUERY.matcher(query)
                .results()
                .map(found -> base(found.group()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String base(String name) {
        return SUFFIX.matcher(name).replaceAll("");
    }

    static List<JsonNode> dashboards() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(RenderedChart.CHART.resolve("files/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                found.add(new ObjectMapper().readTree(file.toFile()));
            }
        }
        return found;
    }

    static List<String> queriesOfDashboards() throws IOException {
        return dashboards().stream().flatMap(it -> it.findValuesAsText("expr").stream()).toList();
    }

    static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        RenderedChart.read(RenderedChart.CHART.resolve("files/rules.yaml"))
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }
}
