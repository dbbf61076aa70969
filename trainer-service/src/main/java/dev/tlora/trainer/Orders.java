package dev.tlora.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.training.TrainingRecipe;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.TrainingSettings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** What the library needs to know about an order. */
final class Orders {

    private static final ObjectMapper JSON = EventJson.newMapper();

    private Orders() {}

    /**
     * The same for orders whose training is the same: equal photos, words, model and settings.
     *
     * @return 64 hexadecimal digits
     */
    static String fingerprint(LatentsPrepared order) {
        List<String> photos =
                order.concept().images().stream().map(photo -> photo.sha256()).toList();
        List<Object> parts =
                List.of(
                        photos,
                        order.concept().token(),
                        order.concept().className(),
                        order.model().hash(),
                        order.training());
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(parts));
            return HexFormat.of().formatHex(digest);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("the order cannot be hashed", e);
        }
    }

    static AdapterSettings adapterSettings(TrainingSettings training) {
        return new AdapterSettings(
                AdapterMethod.of(training.method()),
                new RankSchedule(training.rank(), training.minRank(), training.rankExponent()),
                Initialisation.of(training.init()),
                training.seed());
    }

    static dev.tlora.diffusion.training.TrainingSettings trainingSettings(
            TrainingSettings training) {
        return new dev.tlora.diffusion.training.TrainingSettings(
                training.steps(),
                training.learningRate(),
                training.weightDecay(),
                training.seed(),
                training.timesteps().first(),
                training.timesteps().last(),
                recipe(training));
    }

    private static TrainingRecipe recipe(TrainingSettings training) {
        return new TrainingRecipe(
                Objects.requireNonNullElse(training.gradientAccumulation(), 1),
                Objects.requireNonNullElse(training.warmupSteps(), 0),
                Objects.requireNonNullElse(training.minSnrGamma(), 0.0),
                Objects.requireNonNullElse(training.priorWeight(), 0.0));
    }
}
