package dev.tlora.evaluator.scoring;

import dev.tlora.schemas.Concept;
import dev.tlora.schemas.PlannedImage;

/** What CLIP is asked to find in an image. */
final class ScoredPrompt {

    private ScoredPrompt() {}

    /**
     * The prompt with the class and without the token, a word that CLIP has never read: "a cat on
     * the beach".
     */
    static String of(PlannedImage plan) {
        Concept concept = plan.concept();
        return concept.promptWithoutToken(plan.promptTemplate())
                .replace(concept.token() + " " + concept.className(), concept.className());
    }
}
