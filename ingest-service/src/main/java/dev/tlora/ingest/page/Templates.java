package dev.tlora.ingest.page;

import dev.tlora.schemas.Defaults;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The page's templates; whatever comes from outside is escaped. Safe for use by several threads.
 */
@Singleton
class Templates {

    private final Engine engine =
            Engine.builder()
                    .addDefaults()
                    .addValueResolver(new ReflectionValueResolver())
                    .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                    .build();
    private final Template page = parse("page.html");
    private final Template runs = parse("runs.html");
    private final Template answer = parse("answer.html");

    String page(List<String> models, List<RunCard> cards) {
        return page.data("models", models)
                .data("usual", Defaults.MODEL)
                .data("runs", new RawString(runs(cards)))
                .render();
    }

    String runs(List<RunCard> cards) {
        return runs.data("runs", cards).render();
    }

    String answer(Answer given) {
        return answer.data("answer", given).render();
    }

    private Template parse(String name) {
        try (InputStream source = Templates.class.getResourceAsStream(name)) {
            return engine.parse(
                    new String(source.readAllBytes(), StandardCharsets.UTF_8),
                    Variant.forContentType(Variant.TEXT_HTML),
                    name);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " in the jar cannot be read", e);
        }
    }
}
