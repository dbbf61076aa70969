package dev.tlora.trainer;

import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.Concept;
import dev.tlora.schemas.EvaluationSettings;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.Prompts;
import dev.tlora.schemas.TimestepRange;
import dev.tlora.schemas.TrainingSettings;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** Orders to begin a test with. */
final class Examples {

    static final ArtifactRef FILE =
            new ArtifactRef(URI.create("file:///store/file"), "0".repeat(64));
    static final BaseModel MODEL = new BaseModel("random", "a".repeat(64), true);

    private Examples() {}

    static LatentsPrepared order(String runId, Instant time) {
        return order(runId, time, FILE, MODEL, training(6, 2, 1e-3));
    }

    static LatentsPrepared order(
            String runId,
            Instant time,
            ArtifactRef prepared,
            BaseModel model,
            TrainingSettings training) {
        return new LatentsPrepared(
                runId,
                time,
                new Concept("my-cat", "cat", "sks", List.of(FILE)),
                model,
                "acme",
                5,
                prepared,
                training,
                new EvaluationSettings(Prompts.NONE, 1, 1, "euler", 2, 1.0));
    }

    /** Few components, so that the random model can hold them. */
    static TrainingSettings training(int steps, int checkpointEvery, double learningRate) {
        return new TrainingSettings(
                "tlora",
                4,
                2,
                1.0,
                "random-last",
                steps,
                learningRate,
                1e-4,
                7,
                128,
                TimestepRange.ALL,
                checkpointEvery);
    }

    /** The same with two pictures of the class, drawn before the first step. */
    static TrainingSettings withPrior(TrainingSettings plain, int resolution) {
        return withPrior(plain, resolution, 2);
    }

    static TrainingSettings withPrior(TrainingSettings plain, int resolution, int images) {
        return new TrainingSettings(
                plain.method(),
                plain.rank(),
                plain.minRank(),
                plain.rankExponent(),
                plain.init(),
                plain.steps(),
                plain.learningRate(),
                plain.weightDecay(),
                plain.seed(),
                resolution,
                plain.timesteps(),
                plain.checkpointEvery(),
                2,
                1,
                5.0,
                0.5,
                images);
    }
}
