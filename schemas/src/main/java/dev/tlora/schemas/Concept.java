package dev.tlora.schemas;

import java.util.List;

/**
 * The thing a run learns.
 *
 * @param conceptId the user's name for it
 * @param className what kind of thing it is, e.g. {@code cat}
 * @param token the word that stands for it in prompts, e.g. {@code sks}
 * @param images its checked photos, at least one
 */
public record Concept(String conceptId, String className, String token, List<ArtifactRef> images) {

    public Concept {
        Require.text(conceptId, "conceptId");
        Require.text(className, "className");
        Require.text(token, "token");
        images = List.copyOf(Require.present(images, "images"));
        if (images.isEmpty()) {
            throw new IllegalArgumentException("images must hold at least one image");
        }
    }

    /** A template with its {@code {}} filled by token and class: "a sks cat on the beach". */
    public String prompt(String template) {
        return template.replace("{}", token + " " + className);
    }

    /** A template with its {@code {}} filled by the class alone: "a cat on the beach". */
    public String promptWithoutToken(String template) {
        return template.replace("{}", className);
    }
}
