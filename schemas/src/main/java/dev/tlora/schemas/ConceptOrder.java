package dev.tlora.schemas;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A concept event with every choice made. Not on the wire itself.
 *
 * @param runId the run this order becomes
 * @param conceptId the user's name for the concept, or the run's id
 * @param photos one to eight, as the user gave them
 * @param mask white where the only photo shows the concept, or {@code null}
 * @param className what kind of thing it is
 * @param token the word that stands for it in prompts
 * @param model name of the base model
 * @param tenant on whose behalf
 * @param priority 0 (last) to 9 (first)
 * @param training how to train
 * @param evaluation what to draw
 */
public record ConceptOrder(
        String runId,
        String conceptId,
        List<URI> photos,
        URI mask,
        String className,
        String token,
        String model,
        String tenant,
        int priority,
        TrainingSettings training,
        EvaluationSettings evaluation) {

    public ConceptOrder {
        Require.text(runId, "runId");
        Require.text(conceptId, "conceptId");
        photos = List.copyOf(photos);
        Require.text(className, "className");
        Require.text(token, "token");
        Require.text(model, "model");
        Require.text(tenant, "tenant");
        Require.present(training, "training");
        Require.present(evaluation, "evaluation");
    }

    public Optional<URI> maskIfAny() {
        return Optional.ofNullable(mask);
    }
}
