package dev.tlora.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.evaluator.EvaluatorConfig;
import dev.tlora.ingest.IngestConfig;
import dev.tlora.ingest.access.AccessConfig;
import dev.tlora.runtime.FleetConfig;
import dev.tlora.sampler.SamplerConfig;
import dev.tlora.trainer.TrainerConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration reference names every key of every service with its default, and no other. */
class ConfigurationDocTest {

    private static final Path ROOT = Path.of("..");
    private static final Path REFERENCE = ROOT.resolve("docs/configuration.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| `(tlora\\.[^`]+)` \\|", Pattern.MULTILINE);
    private static final Pattern MENTION =
            Pattern.compile("\\btlora\\.[a-z0-9]+([.-][A-Za-z0-9<>_-]+)*");

    /** Stands for what users name themselves: keys of the interface, models, stages. */
    private static final String NAME = "NAME";

    private record Key(String name, String usual) {

        String row() {
            return "| `%s` | %s |".formatted(name, usual);
        }

        /** Whether a text means this key, or the group that it belongs to. */
        boolean isMeantBy(String mention) {
            String[] said = mention.split("\\.", -1);
            String[] own = name.split("\\.", -1);
            if (said.length > own.length) {
                return false;
            }
            for (int i = 0; i < said.length; i++) {
                if (!own[i].equals(NAME) && !own[i].equals(said[i])) {
                    return false;
                }
            }
            return true;
        }

        String group() {
            return name.split("\\.", -1)[1];
        }
    }

    static Stream<Class<?>> mappings() {
        return Stream.of(
                FleetConfig.class,
                IngestConfig.class,
                AccessConfig.class,
                TrainerConfig.class,
                SamplerConfig.class,
                EvaluatorConfig.class);
    }

    static List<Path> texts() throws IOException {
        try (Stream<Path> files = Files.find(ROOT, 3, (path, about) -> isText(path))) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void everyKeyStandsInTheReferenceWithItsDefault(Class<?> mapping) throws IOException {
        String reference = Files.readString(REFERENCE);

        assertThat(keys(mapping))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(reference).contains(key.row()));
    }

    @Test
    void theReferenceNamesNoOtherKey() throws IOException {
        Set<String> known =
                mappings()
                        .flatMap(mapping -> keys(mapping).stream())
                        .map(Key::name)
                        .collect(Collectors.toSet());

        assertThat(ROW.matcher(Files.readString(REFERENCE)).results())
                .extracting(row -> row.group(1))
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatTextsCallSettingsIsOne(Path text) throws IOException {
        List<Key> keys = mappings().flatMap(mapping -> keys(mapping).stream()).toList();
        Set<String> groups = keys.stream().map(Key::group).collect(Collectors.toSet());

        assertThat(MENTION.matcher(Files.readString(text)).results())
                .extracting(mention -> mention.group())
                .filteredOn(mention -> groups.contains(mention.split("\\.", -1)[1]))
                .allMatch(mention -> keys.stream().anyMatch(key -> key.isMeantBy(mention)));
    }

    private static boolean isText(Path path) {
        return path.toString().endsWith(".md") && !path.toString().contains("/target/");
    }

    private static List<Key> keys(Class<?> mapping) {
        return keys(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping).toList();
    }

    private static Stream<Key> keys(String prefix, Class<?> group) {
        return Stream.of(group.getMethods())
                .flatMap(
                        method -> {
                            boolean named = method.getReturnType().equals(Map.class);
                            String key = prefix + "." + name(method) + (named ? "." + NAME : "");
                            Class<?> type = named ? valueType(method) : method.getReturnType();
                            return type.isInterface() && group.equals(type.getEnclosingClass())
                                    ? keys(key, type)
                                    : Stream.of(new Key(key, usual(method)));
                        });
    }

    private static Class<?> valueType(Method map) {
        ParameterizedType type = (ParameterizedType) map.getGenericReturnType();
        return (Class<?>) type.getActualTypeArguments()[1];
    }

    private static String usual(Method method) {
        WithDefault usual = method.getAnnotation(WithDefault.class);
        return usual == null ? "" : "`" + usual.value() + "`";
    }

    private static String name(Method method) {
        WithName given = method.getAnnotation(WithName.class);
        return given == null ? StringUtil.skewer(method.getName()) : given.value();
    }
}
