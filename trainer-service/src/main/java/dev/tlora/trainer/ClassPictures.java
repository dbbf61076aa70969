package dev.tlora.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.diffusion.concept.ConceptImage;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.sampling.ImageSize;
import dev.tlora.diffusion.sampling.SamplingSettings;
import dev.tlora.diffusion.sampling.TextToImage;
import dev.tlora.diffusion.sampling.TimestepAware;
import dev.tlora.diffusion.schedule.SchedulerKind;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.text.PromptEmbeddings;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.EvaluationSettings;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.TrainingEvent;
import dev.tlora.schemas.TrainingSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What the base model itself draws of a concept's class, for prior preservation. Pictures are drawn
 * once for a class and a model, as samplers draw, and kept in the store for every later run. They
 * stay latents: the VAE is not needed.
 *
 * <p>Safe for use by several threads; two that draw the same write the same file.
 */
@Singleton
class ClassPictures {

    private static final Logger LOGGER = Logger.getLogger(ClassPictures.class);

    private static final String PROMPT = "a photo of {}";

    /** The posterior of latents that nobody has to guess, as the VAE bounds it. */
    private static final float NO_VARIANCE = -30;

    private final ArtifactStore store;
    private final RunJournal journal;
    private final Clock clock;

    @Inject
    ClassPictures(ArtifactStore store, RunJournal journal, Clock clock) {
        this.store = store;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * The pictures that an order asks for, drawn now unless they were before.
     *
     * @param network with the order's model loaded and no adapter attached
     * @param watch ends the drawing early; whatever it throws is thrown
     * @return the file, or empty when the order asks for none
     */
    Optional<Path> of(
            LatentsPrepared order, Attempt attempt, BaseNetwork network, AttemptWatch watch) {
        if (order.training().priorWeight() == null) {
            return Optional.empty();
        }
        String key = key(order);
        if (!store.exists(key)) {
            draw(order, attempt, network, watch, key);
        }
        StoredArtifact stored = store.describe(key);
        return Optional.of(store.fetch(stored.uri(), stored.sha256()));
    }

    static int count(TrainingSettings training) {
        return Objects.requireNonNullElse(
                training.priorImages(), TrainingSettings.USUAL_PRIOR_IMAGES);
    }

    /** Follows from everything that the pictures depend on. */
    static String key(LatentsPrepared order) {
        EvaluationSettings drawing = order.evaluation();
        List<Object> parts =
                List.of(
                        order.model().hash(),
                        prompt(order),
                        order.training().resolution(),
                        count(order.training()),
                        drawing.scheduler(),
                        drawing.steps(),
                        drawing.guidance());
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(EventJson.newMapper().writeValueAsBytes(parts));
            return "class-pictures/%s.safetensors".formatted(HexFormat.of().formatHex(digest));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("the class pictures cannot be named", e);
        }
    }

    private static String prompt(LatentsPrepared order) {
        return order.concept().promptWithoutToken(PROMPT);
    }

    private void draw(
            LatentsPrepared order,
            Attempt attempt,
            BaseNetwork network,
            AttemptWatch watch,
            String key) {
        int count = count(order.training());
        LOGGER.infof("drawing the class: runId=%s images=%d", order.runId(), count);
        try (NDManager scope = network.manager().newSubManager()) {
            PromptEmbeddings prompt = network.encode(prompt(order), scope);
            List<ConceptImage> pictures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                pictures.add(draw(order, network, prompt, i, watch));
                journal.tell(
                        new TrainingEvent.ClassPictureDrawn(
                                order.runId(), clock.instant(), attempt.number(), i + 1, count));
            }
            PreparedConcept drawn =
                    new PreparedConcept(pictures, prompt.hidden(), prompt.pooled(), 1);
            store.put(key, drawn::write);
        }
    }

    private static ConceptImage draw(
            LatentsPrepared order,
            BaseNetwork network,
            PromptEmbeddings prompt,
            int number,
            AttemptWatch watch) {
        EvaluationSettings drawing = order.evaluation();
        NDManager scope = prompt.hidden().getManager();
        ImageSize size = ImageSize.square(order.training().resolution());
        NDArray timeIds = size.timeIds(1, scope);
        NDArray latents =
                Gradients.without(
                        () ->
                                new TextToImage(network.unet(), network.schedule())
                                        .sample(
                                                new Conditioning(
                                                        prompt.hidden(), prompt.pooled(), timeIds),
                                                new long[] {number},
                                                new SamplingSettings(
                                                        SchedulerKind.of(drawing.scheduler()),
                                                        drawing.steps(),
                                                        drawing.guidance(),
                                                        size),
                                                TimestepAware.none(),
                                                (step, steps, timestep) ->
                                                        watch.check(
                                                                () -> {},
                                                                number + " class pictures")));
        Shape shape = latents.getShape();
        return new ConceptImage(
                latents,
                scope.zeros(shape).add(NO_VARIANCE),
                scope.ones(new Shape(1, 1, shape.get(2), shape.get(3))),
                timeIds);
    }
}
