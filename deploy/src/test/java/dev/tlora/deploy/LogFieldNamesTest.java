package dev.tlora.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Log lines of all modules name a thing by the one name that the manual gives it. */
class LogFieldNamesTest {

    private static final Pattern CALL = Pattern.compile("LOGGER\\s*\\.\\w+\\(.*?;", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("(\\w+)=%");
    private static final Pattern ROW =
            Pattern.compile("^\\| (`\\w+`(?:, `\\w+`)*) \\|", Pattern.MULTILINE);

    @Test
    void everyFieldOfEveryLineIsInTheManual() throws IOException {
        assertThat(ofCode()).hasSizeGreaterThan(10).isSubsetOf(ofManual());
    }

    private static Set<String> ofManual() throws IOException {
        String manual = Files.readString(Metrics.ROOT.resolve("docs/operations.md"));
        String logs = manual.substring(manual.indexOf("## Logs"), manual.indexOf("## Traces"));
        Set<String> names = new TreeSet<>();
        ROW.matcher(logs)
                .results()
                .forEach(row -> names.addAll(List.of(row.group(1).replace("`", "").split(", "))));
        return names;
    }

    private static Set<String> ofCode() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path source : sources()) {
            CALL.matcher(Files.readString(source))
                    .results()
                    .flatMap(call -> FIELD.matcher(call.group()).results())
                    .forEach(field -> names.add(field.group(1)));
        }
        return names;
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Metrics.ROOT)) {
            for (Path folder : modules.map(it -> it.resolve("src/main/java")).toList()) {
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.walk(folder)) {
                        files.filter(it -> it.toString().endsWith(".java")).forEach(found::add);
                    }
                }
            }
        }
        return found;
    }
}
