package dev.tlora.schemas;

import java.util.Optional;

/**
 * One image of a run, whether it came out or not, with all that judging it takes.
 *
 * @param renderId the request it belongs to
 * @param number among the images planned in the run, from 1
 * @param planned images planned in the run
 * @param purpose what it is for
 * @param prompt what it shall show, token and class filled in
 * @param promptTemplate the prompt with {@code {}} where token and class go
 * @param seed of its noise
 * @param adapterSha256 of the adapter that draws; {@code null} for the base model alone
 * @param concept what the adapter learned
 * @param model the model that draws
 */
public record PlannedImage(
        String renderId,
        int number,
        int planned,
        RenderPurpose purpose,
        String prompt,
        String promptTemplate,
        long seed,
        String adapterSha256,
        Concept concept,
        BaseModel model) {

    public PlannedImage {
        Require.text(renderId, "renderId");
        Require.atLeast(number, 1, "number");
        Require.atLeast(planned, number, "planned");
        Require.present(purpose, "purpose");
        Require.text(prompt, "prompt");
        Require.text(promptTemplate, "promptTemplate");
        Require.present(concept, "concept");
        Require.present(model, "model");
    }

    public Optional<String> adapterSha256IfAny() {
        return Optional.ofNullable(adapterSha256);
    }
}
