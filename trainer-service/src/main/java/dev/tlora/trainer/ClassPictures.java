package dev.tlora.trainer;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.schemas.EvaluationSettings;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.TrainingSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What the base model itself draws of a concept's class, for prior preservation. Pictures are drawn
 * once for a class and a model, and kept in the store for every later run, all in one file that is
 * there once the last is drawn.
 *
 * <p>Safe for use by several threads; two that draw the same write the same file.
 */
@Singleton
class ClassPictures {

    private static final Logger LOGGER = Logger.getLogger(ClassPictures.class);

    private final ArtifactStore store;

    @Inject
    ClassPictures(ArtifactStore store) {
        this.store = store;
    }

    /**
     * The pictures that an order asks for, drawn now unless they were before.
     *
     * @param network with the order's model loaded and no adapter attached
     * @param watch ends the drawing early; whatever it throws is thrown
     * @return the file, or empty when the order asks for none
     */
    Optional<Path> of(
            LatentsPrepared order, BaseNetwork network, AttemptWatch watch, AttemptNews news) {
        if (order.training().priorWeight() == null) {
            return Optional.empty();
        }
        String key = key(order);
        if (!store.exists(key)) {
            LOGGER.infof(
                    "drawing the class: runId=%s images=%d",
                    order.runId(), count(order.training()));
            ClassDrawing drawing = new ClassDrawing(order, network, watch, news);
            try (NDManager scope = network.manager().newSubManager()) {
                store.put(key, drawing.draw(count(order.training()), scope)::write);
            }
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
                        ClassDrawing.prompt(order),
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
}
