package dev.tlora.evaluator.report;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Renders {@code report.html}; whatever comes from outside is escaped. Has an engine of its own, so
 * that it needs no running service. Safe for use by several threads.
 */
final class ReportPage {

    private static final String TEMPLATE = "report.html";

    private final Template template = parse();

    String render(ReportView view) {
        return template.data("run", view).render();
    }

    private static Template parse() {
        Engine engine =
                Engine.builder()
                        .addDefaults()
                        .addValueResolver(new ReflectionValueResolver())
                        .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                        .build();
        try (InputStream source = ReportPage.class.getResourceAsStream(TEMPLATE)) {
            return engine.parse(
                    new String(source.readAllBytes(), StandardCharsets.UTF_8),
                    Variant.forContentType(Variant.TEXT_HTML),
                    TEMPLATE);
        } catch (IOException e) {
            throw new UncheckedIOException(TEMPLATE + " in the jar cannot be read", e);
        }
    }
}
