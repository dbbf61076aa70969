package dev.tlora.evaluator.scoring;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.diffusion.image.ImageLimits;
import dev.tlora.diffusion.image.ImageLoader;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.runtime.Models;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.Scores;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;

/**
 * Looks at an image, its concept's photos and its prompt with the networks of the image's model.
 * Loads a model's networks when it is first needed and keeps the last one's. Safe for use by
 * several threads, one at a time.
 */
@ApplicationScoped
class Judge {

    /** Whatever the fleet itself has drawn or checked; the smallest models draw tiny images. */
    private static final ImageLimits LIMITS =
            new ImageLimits(ImageLimits.DEFAULT.maxBytes(), ImageLimits.DEFAULT.maxPixels(), 1);

    private final ArtifactStore store;
    private final Models models;
    private final ImageLoader loader = new ImageLoader(LIMITS);
    private LoadedScorer loaded;

    @Inject
    Judge(ArtifactStore store, Models models) {
        this.store = store;
        this.models = models;
    }

    /** The same scores whenever the same image is judged. */
    synchronized Scores judge(ImageRendered rendered) {
        PlannedImage plan = rendered.plan();
        BufferedImage image = load(rendered.image());
        LoadedScorer scorer = scorerOf(plan.model().name());
        return Gradients.without(
                () ->
                        scorer.score(
                                image, plan.concept().images(), this::load, ScoredPrompt.of(plan)));
    }

    private BufferedImage load(ArtifactRef image) {
        return loader.load(store.fetch(image.uri(), image.sha256()));
    }

    private LoadedScorer scorerOf(String model) {
        if (loaded == null || !loaded.model().equals(model)) {
            release();
            loaded = LoadedScorer.load(model, models.open(model));
        }
        return loaded;
    }

    @PreDestroy
    synchronized void release() {
        if (loaded != null) {
            loaded.close();
            loaded = null;
        }
    }
}
