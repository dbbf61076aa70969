package dev.tlora.schemas;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The scenes behind the names of known prompt sets, letter by letter those of the T-LoRA paper's
 * appendix A, its slips and trailing spaces included: seeds follow from the letters.
 */
public final class PromptSets {

    private PromptSets() {}

    /** What a known set's file holds. */
    private record PromptFile(String source, List<String> contextual, List<String> complex) {}

    /** Templates with {@code {}} where token and class go; empty for no scenes. */
    public static List<String> templates(Prompts prompts) {
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
        String name = "prompts/" + set.name().toLowerCase(Locale.ROOT) + ".json";
        try (InputStream in = PromptSets.class.getResourceAsStream(name)) {
            PromptFile file = new ObjectMapper().readValue(in, PromptFile.class);
            return Stream.concat(file.contextual().stream(), file.complex().stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }
}
