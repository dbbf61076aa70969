package dev.tlora.schemas;

import static dev.tlora.schemas.ConceptSubmitted.or;

/**
 * The {@code evaluation} part of a concept event as the user wrote it: every component is {@code
 * null} where the user left the choice to the fleet.
 */
public record EvaluationOptions(
        Prompts prompts,
        Integer imagesPerPrompt,
        Integer baseImages,
        String scheduler,
        Integer steps,
        Double guidance) {

    /** Leaves every choice to the fleet. */
    public static final EvaluationOptions NONE =
            new EvaluationOptions(null, null, null, null, null, null);

    /** Fills in what the user left out. */
    public EvaluationSettings resolve(EvaluationSettings defaults) {
        return new EvaluationSettings(
                or(prompts, defaults.prompts()),
                or(imagesPerPrompt, defaults.imagesPerPrompt()),
                or(baseImages, defaults.baseImages()),
                or(scheduler, defaults.scheduler()),
                or(steps, defaults.steps()),
                or(guidance, defaults.guidance()));
    }
}
