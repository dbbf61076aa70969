package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** Which scenes a run is evaluated on: the name of a known set, or templates of the user's own. */
public sealed interface Prompts {

    /** The paper's prompts for things. */
    Prompts OBJECT = new Known(Set.OBJECT);

    /** The paper's prompts for living beings. */
    Prompts LIVE = new Known(Set.LIVE);

    /** No prompts: only images of the concept itself, if any. */
    Prompts NONE = new Known(Set.NONE);

    /** The sets that every sampler knows. */
    enum Set {
        OBJECT,
        LIVE,
        NONE
    }

    /** A set known by its name. */
    record Known(Set set) implements Prompts {
        public Known {
            Require.present(set, "prompts");
        }

        @JsonValue
        String wireName() {
            return set.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The user's own scenes.
     *
     * @param templates at least one, each with a {@code {}} where token and class go
     */
    record Templates(@JsonValue List<String> templates) implements Prompts {
        public Templates {
            templates = List.copyOf(templates);
            if (templates.isEmpty() || !templates.stream().allMatch(one -> one.contains("{}"))) {
                throw new IllegalArgumentException(
                        "prompts must hold templates with {} where the concept goes, were "
                                + templates);
            }
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Prompts of(JsonNode json) {
        if (json.isArray()) {
            return new Templates(
                    StreamSupport.stream(json.spliterator(), false).map(JsonNode::asText).toList());
        }
        return switch (json.asText()) {
            case "object" -> OBJECT;
            case "live" -> LIVE;
            case "none" -> NONE;
            default ->
                    throw new IllegalArgumentException(
                            "prompts must be object, live, none or a list of templates, was "
                                    + json);
        };
    }
}
