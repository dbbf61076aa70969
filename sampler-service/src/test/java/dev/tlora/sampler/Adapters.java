package dev.tlora.sampler;

import ai.djl.ndarray.NDManager;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.runtime.Models;
import dev.tlora.schemas.ArtifactRef;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Adapters of the random model that were not trained, but change what it draws. */
@Singleton
class Adapters {

    private static final AdapterSettings SETTINGS =
            new AdapterSettings(
                    AdapterMethod.TLORA, new RankSchedule(4, 1, 1), Initialisation.RANDOM_LAST, 3);

    private final Models models;
    private final ArtifactStore store;

    @Inject
    Adapters(Models models, ArtifactStore store) {
        this.models = models;
        this.store = store;
    }

    ArtifactRef publish(String runId) {
        return publish(runId, models.open("random").hash());
    }

    ArtifactRef publish(String runId, String baseModelHash) {
        try (NDManager manager = NDManager.newBaseManager();
                Adapter adapter =
                        Adapter.create(SETTINGS, models.open("random").unet(manager), manager)) {
            adapter.trainable().values().forEach(array -> array.addi(0.5f));
            StoredArtifact stored =
                    store.put(
                            RunLayout.of(runId).adapter("tlora"),
                            out ->
                                    AdapterFile.write(
                                            out,
                                            adapter,
                                            new AdapterMetadata(
                                                    SETTINGS, baseModelHash, "sks", "cat")));
            return new ArtifactRef(stored.uri(), stored.sha256());
        }
    }
}
