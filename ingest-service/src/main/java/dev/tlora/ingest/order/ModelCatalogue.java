package dev.tlora.ingest.order;

import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.runtime.Models;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Looks models up once; safe for use by several threads. */
@Singleton
class ModelCatalogue {

    private final Models models;
    private final Map<String, ModelFacts> known = new ConcurrentHashMap<>();

    @Inject
    ModelCatalogue(Models models) {
        this.models = models;
    }

    ModelFacts find(String name) {
        return known.computeIfAbsent(name, this::look);
    }

    private ModelFacts look(String name) {
        ModelFolder folder = models.open(name);
        return new ModelFacts(folder, models.describe(name), folder.maxAdapterRank());
    }
}
