package dev.tlora.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.evaluator.EvaluatorConfig;
import dev.tlora.ingest.IngestConfig;
import dev.tlora.runtime.FleetConfig;
import dev.tlora.sampler.SamplerConfig;
import dev.tlora.trainer.TrainerConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration reference names every key of every service with its default. */
class ConfigurationDocTest {

    private static final Path REFERENCE = Path.of("../docs/configuration.md");

    @ParameterizedTest
    @ValueSource(
            classes = {
                FleetConfig.class,
                IngestConfig.class,
                TrainerConfig.class,
                SamplerConfig.class,
                EvaluatorConfig.class
            })
    void everyKeyStandsInTheReferenceWithItsDefault(Class<?> mapping) throws IOException {
        // When
        List<String> rows = rows(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping);

        // Then
        assertThat(rows).isNotEmpty();
        String reference = Files.readString(REFERENCE);
        assertThat(rows).allSatisfy(row -> assertThat(reference).contains(row));
    }

    private static List<String> rows(String prefix, Class<?> mapping) {
        List<String> rows = new ArrayList<>();
        for (Method method : mapping.getMethods()) {
            String key = prefix + "." + name(method);
            if (method.getReturnType().isInterface()
                    && mapping.equals(method.getReturnType().getEnclosingClass())) {
                rows.addAll(rows(key, method.getReturnType()));
            } else {
                WithDefault usual = method.getAnnotation(WithDefault.class);
                String text = usual == null ? "" : "`" + usual.value() + "`";
                rows.add("| `%s` | %s |".formatted(key, text));
            }
        }
        return rows;
    }

    private static String name(Method method) {
        WithName given = method.getAnnotation(WithName.class);
        return given == null ? StringUtil.skewer(method.getName()) : given.value();
    }
}
