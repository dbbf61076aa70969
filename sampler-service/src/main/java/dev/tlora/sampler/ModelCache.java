package dev.tlora.sampler;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.runtime.Models;
import dev.tlora.schemas.BaseModel;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/**
 * The model that a worker draws with; the last one used stays loaded.
 *
 * <p>Used by one thread at a time.
 */
@Dependent
class ModelCache {

    private static final Logger LOGGER = Logger.getLogger(ModelCache.class);

    private final Models models;
    private final ArtifactStore store;
    private final SamplerConfig config;
    private final SamplingMetrics metrics;
    private LoadedModel loaded;

    @Inject
    ModelCache(Models models, ArtifactStore store, SamplerConfig config, SamplingMetrics metrics) {
        this.models = models;
        this.store = store;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * The model, which stays this cache's.
     *
     * @throws UnusableRequestException when this machine has other weights under that name
     */
    LoadedModel open(BaseModel model) {
        ModelFolder folder = models.open(model.name());
        if (!folder.hash().equals(model.hash())) {
            throw new UnusableRequestException(
                    ("the request is for weights %.12s of model '%s', this sampler has %.12s;"
                                    + " install the same weights or train on these")
                            .formatted(model.hash(), model.name(), folder.hash()));
        }
        if (loaded == null || !loaded.hash().equals(model.hash())) {
            close();
            loaded = new LoadedModel(folder, store, config.adapters(), metrics);
            LOGGER.infof(
                    "model loaded: model=%s device=%s", model.name(), loaded.manager().getDevice());
        }
        return loaded;
    }

    @PreDestroy
    void close() {
        if (loaded != null) {
            loaded.close();
            loaded = null;
        }
    }
}
