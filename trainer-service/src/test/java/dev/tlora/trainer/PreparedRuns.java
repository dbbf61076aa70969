package dev.tlora.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.concept.ConceptImage;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.runtime.Models;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.TrainingSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Runs as ingest leaves them, with random latents. */
@Singleton
class PreparedRuns {

    private static final int TOKENS = 77;
    private static final int TIME_IDS = 6;

    private final Models models;
    private final ArtifactStore store;

    @Inject
    PreparedRuns(Models models, ArtifactStore store) {
        this.models = models;
        this.store = store;
    }

    /** A run of a few steps on the random model. */
    LatentsPrepared prepare(String runId, int steps, int checkpointEvery) {
        return prepare(
                runId, Examples.training(steps, checkpointEvery, 1e-3), models.describe("random"));
    }

    LatentsPrepared prepare(String runId, TrainingSettings training, BaseModel model) {
        StoredArtifact prepared = writePrepared(runId);
        return Examples.order(
                runId,
                Instant.now(),
                new ArtifactRef(prepared.uri(), prepared.sha256()),
                model,
                training);
    }

    private StoredArtifact writePrepared(String runId) {
        ModelFolder model = models.open("random");
        int side = model.unetConfig().sampleSize();
        int pooled = model.unetConfig().pooledSize() - TIME_IDS * model.unetConfig().timeIdSize();
        Random random = new Random(1);
        try (NDManager manager = NDManager.newBaseManager()) {
            Shape latents = new Shape(1, model.unetConfig().inChannels(), side, side);
            ConceptImage image =
                    new ConceptImage(
                            gaussian(latents, random, manager),
                            manager.zeros(latents).sub(4f),
                            manager.ones(new Shape(1, 1, side, side)),
                            manager.create(new float[] {128, 128, 0, 0, 128, 128})
                                    .reshape(1, TIME_IDS));
            PreparedConcept concept =
                    new PreparedConcept(
                            List.of(image),
                            gaussian(
                                    new Shape(1, TOKENS, model.unetConfig().hiddenSize()),
                                    random,
                                    manager),
                            gaussian(new Shape(1, pooled), random, manager),
                            0.13025);
            return store.put(RunLayout.of(runId).prepared(), concept::write);
        }
    }

    private static NDArray gaussian(Shape shape, Random random, NDManager manager) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return HostArrays.create(manager, values, shape);
    }
}
