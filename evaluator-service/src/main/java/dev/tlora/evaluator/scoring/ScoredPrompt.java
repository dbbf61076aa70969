package dev.tlora.evaluator.scoring;

import dev.tlora.schemas.Concept;
import dev.tlora.schemas.PlannedImage;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What CLIP is asked to find in an image: the prompt without the token, a word that CLIP has never
 * read.
 *
 * @param withClass the class in its place: "a cat on the beach"
 * @param tokenRemoved nothing in its place, the class gone as well: "a on the beach"; {@code null}
 *     where nothing is left
 */
record ScoredPrompt(String withClass, String tokenRemoved) {

    private static final Pattern GAPS = Pattern.compile("\\s+");

    static ScoredPrompt of(PlannedImage plan) {
        Concept concept = plan.concept();
        String written = concept.token() + " " + concept.className();
        String rest =
                GAPS.matcher(plan.promptTemplate().replace("{}", "").replace(written, ""))
                        .replaceAll(" ")
                        .strip();
        return new ScoredPrompt(
                concept.promptWithoutToken(plan.promptTemplate())
                        .replace(written, concept.className()),
                rest.isEmpty() ? null : rest);
    }

    Optional<String> tokenRemovedIfAny() {
        return Optional.ofNullable(tokenRemoved);
    }
}
