package dev.tlora.evaluator.scoring;

import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.runtime.Models;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Looks at images, their concepts' photos and their prompts with the networks of the images' model.
 * Loads a model's networks when they are first needed and keeps the last one's. Safe for use by
 * several threads, one at a time.
 */
@ApplicationScoped
class Judge {

    private final Models models;
    private final Pictures pictures;
    private LoadedScorer loaded;

    @Inject
    Judge(Models models, Pictures pictures) {
        this.models = models;
        this.pictures = pictures;
    }

    /**
     * Judges images of one model together.
     *
     * @return one judgement for each, in their order, the same whenever the same image is judged
     */
    synchronized List<Judgement> judge(String model, List<ImageRendered> images) {
        return Permanent.orElse(
                () -> {
                    LoadedScorer scorer = scorerOf(model);
                    return Gradients.without(() -> new Batch(scorer, pictures).judge(images));
                },
                e -> images.stream().map(image -> unscorable(image, e)).toList());
    }

    private static Judgement unscorable(ImageRendered image, RuntimeException cause) {
        return new Judgement.Unscorable(image, cause.getMessage());
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
