package dev.tlora.evaluator.scoring;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.vision.Features;
import dev.tlora.diffusion.vision.ImageScorer;
import dev.tlora.diffusion.vision.UnitVector;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.Scores;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One model's judging networks in memory, with what they have seen in the photos and read in the
 * prompts of the last runs: a run's images share few of either. Used by one thread at a time.
 */
final class LoadedScorer implements AutoCloseable {

    /** Photos of some runs that are evaluated side by side; a few kilobytes each. */
    private static final int PHOTOS = 64;

    /** Prompts of one run and some more. */
    private static final int PROMPTS = 256;

    private final String model;
    private final NDManager manager;
    private final ImageScorer scorer;
    private final Map<String, Features> photos = new RecentlyUsed<>(PHOTOS);
    private final Map<String, UnitVector> prompts = new RecentlyUsed<>(PROMPTS);

    private LoadedScorer(String model, NDManager manager, ImageScorer scorer) {
        this.model = model;
        this.manager = manager;
        this.scorer = scorer;
    }

    static LoadedScorer load(String model, ModelFolder folder) {
        NDManager manager = NDManager.newBaseManager();
        try {
            return new LoadedScorer(model, manager, folder.imageScorer(manager));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    String model() {
        return model;
    }

    Scores score(
            BufferedImage image,
            List<ArtifactRef> concept,
            Function<ArtifactRef, BufferedImage> loader,
            String prompt) {
        List<Features> seen = concept.stream().map(photo -> features(photo, loader)).toList();
        var scores = scorer.score(image, seen, text(prompt));
        return new Scores(scores.clipI(), scores.dino(), scores.clipT(), null);
    }

    private Features features(ArtifactRef photo, Function<ArtifactRef, BufferedImage> loader) {
        return photos.computeIfAbsent(
                photo.sha256(), sha256 -> scorer.features(loader.apply(photo)));
    }

    private UnitVector text(String prompt) {
        return prompts.computeIfAbsent(prompt, scorer::text);
    }

    @Override
    public void close() {
        manager.close();
    }
}
