package dev.tlora.evaluator.scoring;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.diffusion.image.ImageLimits;
import dev.tlora.diffusion.image.ImageLoader;
import dev.tlora.diffusion.vision.Foreground;
import dev.tlora.schemas.ArtifactRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** Images, photos and masks out of the store. Safe for use by several threads. */
@ApplicationScoped
class Pictures {

    /** Whatever the fleet itself has drawn or checked; the smallest models draw tiny images. */
    private static final ImageLimits LIMITS =
            new ImageLimits(ImageLimits.DEFAULT.maxBytes(), ImageLimits.DEFAULT.maxPixels(), 1);

    private final ArtifactStore store;
    private final ImageLoader loader = new ImageLoader(LIMITS);

    @Inject
    Pictures(ArtifactStore store) {
        this.store = store;
    }

    BufferedImage load(ArtifactRef image) {
        return loader.load(store.fetch(image.uri(), image.sha256()));
    }

    /** The mask that came with the order of a run's photo, if one did. */
    Optional<Foreground> mask(String runId, int photo) {
        String key = RunLayout.of(runId).mask(photo);
        return store.exists(key)
                ? Optional.of(Foreground.drawn(loader.load(store.read(key), key)))
                : Optional.empty();
    }
}
