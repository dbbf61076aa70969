package dev.tlora.schemas.concept;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Concept events as text. */
final class Parsing {

    private Parsing() {}

    static Parsed parse(String json) {
        return ConceptEvents.parse(json.getBytes(UTF_8));
    }

    static Parsed.Invalid invalid(String json) {
        Parsed parsed = parse(json);
        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        return (Parsed.Invalid) parsed;
    }
}
