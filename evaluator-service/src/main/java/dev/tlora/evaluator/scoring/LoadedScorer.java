package dev.tlora.evaluator.scoring;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.vision.Foreground;
import dev.tlora.diffusion.vision.ImageScorer;
import dev.tlora.diffusion.vision.Sight;
import dev.tlora.diffusion.vision.UnitVector;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.Concept;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

/**
 * One model's judging networks in memory, with what they have seen in the photos and read in the
 * prompts of the last runs: a run's images share few of either. Used by one thread at a time.
 */
final class LoadedScorer implements AutoCloseable {

    /** Photos of some runs that are evaluated side by side; a few kilobytes each. */
    private static final int PHOTOS = 256;

    /** Prompts of some runs, each in two forms. */
    private static final int PROMPTS = 1024;

    private final String model;
    private final NDManager manager;
    private final ImageScorer scorer;
    private final Map<String, ConceptPhoto> photos = new RecentlyUsed<>(PHOTOS);
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

    List<Sight> see(List<BufferedImage> images) {
        return scorer.see(images);
    }

    /** The concept's photo of this index; a run's photos and masks never change. */
    ConceptPhoto photo(String runId, Concept concept, int index, Pictures pictures) {
        ArtifactRef photo = concept.images().get(index);
        return photos.computeIfAbsent(
                runId + "/" + photo.sha256(), key -> look(runId, index, photo, pictures));
    }

    private ConceptPhoto look(String runId, int index, ArtifactRef photo, Pictures pictures) {
        BufferedImage picture = pictures.load(photo);
        Foreground thing =
                pictures.mask(runId, index)
                        .orElseGet(() -> scorer.foregrounds(List.of(picture)).get(0));
        Sight seen = scorer.see(List.of(picture), List.of(thing)).get(0);
        return new ConceptPhoto(seen, picture.getWidth(), picture.getHeight());
    }

    UnitVector text(String prompt) {
        return prompts.computeIfAbsent(prompt, scorer::text);
    }

    boolean readsAll(String prompt) {
        return scorer.readsAll(prompt);
    }

    @Override
    public void close() {
        manager.close();
    }
}
