package dev.tlora.sampler;

import dev.tlora.schemas.Prompts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The scenes behind the names of known prompt sets; their files say where they come from. */
final class PromptSets {

    private PromptSets() {}

    /** Templates with {@code {}} where token and class go; empty for no scenes. */
    static List<String> templates(Prompts prompts) {
        if (prompts instanceof Prompts.Templates own) {
            return own.templates();
        }
        return switch (((Prompts.Known) prompts).set()) {
            case OBJECT -> read(Prompts.Set.OBJECT);
            case LIVE -> read(Prompts.Set.LIVE);
            case NONE -> List.of();
        };
    }

    private static List<String> read(Prompts.Set set) {
        String file = "prompts/" + set.name().toLowerCase(Locale.ROOT) + ".txt";
        try (InputStream in = PromptSets.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
