package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * Someone wants an adapter for a concept: the order as the user wrote it, on {@code
 * tlora.concepts}. Every component but {@code className} may be {@code null}, which leaves the
 * choice to the fleet; {@link #resolve} makes the choices.
 *
 * <p>Read records with {@link dev.tlora.schemas.concept.ConceptEvents}, which says everything that
 * is wrong with one at once. This record itself checks nothing but what its methods need.
 *
 * @param image the only photo; {@code null} where {@code images} is used
 * @param images up to eight photos; empty where {@code image} is used
 * @param className what kind of thing it is, e.g. {@code cat}
 * @param mask white where the only photo shows the concept
 * @param conceptId the user's name for the concept
 * @param runId the user's name for the run
 * @param token the word that stands for the concept in prompts
 * @param model name of the base model
 * @param tenant on whose behalf
 * @param priority 0 (last) to 9 (first)
 * @param training how to train
 * @param evaluation what to draw
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = ConceptSubmitted.class)
@JsonTypeName("concept-submitted.v1")
public record ConceptSubmitted(
        URI image,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<URI> images,
        String className,
        URI mask,
        String conceptId,
        String runId,
        String token,
        String model,
        String tenant,
        Integer priority,
        TrainingOptions training,
        EvaluationOptions evaluation)
        implements FleetEvent {

    public ConceptSubmitted {
        Require.text(className, "className");
        images = images == null ? List.of() : List.copyOf(images);
        if ((image == null) == images.isEmpty()) {
            throw new IllegalArgumentException("exactly one of image and images must be present");
        }
    }

    /** The smallest order: one photo, everything else left to the fleet. */
    public static ConceptSubmitted of(URI image, String className) {
        return new ConceptSubmitted(
                image, null, className, null, null, null, null, null, null, null, null, null);
    }

    /** The concept's id; its class where the user gave none, so that keys are never absent. */
    @Override
    public String key() {
        return or(conceptId, className);
    }

    /** The photos, however the user gave them; one to eight. */
    public List<URI> photos() {
        return Stream.concat(Stream.ofNullable(image), images.stream()).toList();
    }

    /** The model asked for, or the one that a silent event means. */
    public String modelOrDefault() {
        return or(model, Defaults.MODEL);
    }

    /**
     * Makes every choice the user left open.
     *
     * @param run the run's id, from {@link dev.tlora.schemas.concept.RunIds}
     * @param defaults what to choose, usually {@code Defaults.of(modelOrDefault())}
     */
    public ConceptOrder resolve(String run, Defaults defaults) {
        return new ConceptOrder(
                run,
                or(conceptId, run),
                photos(),
                mask,
                className,
                or(token, defaults.token()),
                or(model, defaults.model()),
                or(tenant, defaults.tenant()),
                or(priority, defaults.priority()),
                or(training, TrainingOptions.NONE).resolve(defaults.training()),
                or(evaluation, EvaluationOptions.NONE).resolve(defaults.evaluation()));
    }

    static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }
}
