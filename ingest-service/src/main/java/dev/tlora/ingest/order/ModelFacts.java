package dev.tlora.ingest.order;

import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.Defaults;
import dev.tlora.schemas.TrainingSettings;

/**
 * What orders need to know about a base model.
 *
 * @param description what events say about it
 * @param maxRank the largest rank that fits its narrowest adapted layer
 */
public record ModelFacts(ModelFolder folder, BaseModel description, int maxRank) {

    /** Sides that every SDXL U-Net can halve as often as it does. */
    private static final int RESOLUTION_STEP = 32;

    /** The defaults that go with the model's name, cut to what the model can hold. */
    Defaults defaults() {
        Defaults usual = Defaults.of(description.name());
        TrainingSettings training = usual.training();
        int rank = Math.min(training.rank(), maxRank);
        return new Defaults(
                usual.token(),
                usual.model(),
                usual.tenant(),
                usual.priority(),
                new TrainingSettings(
                        training.method(),
                        rank,
                        Math.min(training.minRank(), rank),
                        training.rankExponent(),
                        training.init(),
                        training.steps(),
                        training.learningRate(),
                        training.weightDecay(),
                        training.seed(),
                        nativeResolution(),
                        training.timesteps(),
                        training.checkpointEvery(),
                        training.gradientAccumulation(),
                        training.warmupSteps(),
                        training.minSnrGamma(),
                        training.priorWeight(),
                        training.priorImages()),
                usual.evaluation());
    }

    private int nativeResolution() {
        int steps = Math.max(1, Math.floorDiv(folder.resolution(), RESOLUTION_STEP));
        return steps * RESOLUTION_STEP;
    }
}
