package dev.tlora.evaluator.report;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.IntegrityException;
import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.diffusion.image.Filter;
import dev.tlora.diffusion.image.ImageException;
import dev.tlora.diffusion.image.ImageLimits;
import dev.tlora.diffusion.image.ImageLoader;
import dev.tlora.diffusion.image.Resampler;
import dev.tlora.schemas.ArtifactRef;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** Small copies of images, so that a run's hundreds fit in memory. */
final class Thumbnails {

    /** What a contact sheet shows of an image. */
    private static final int LONGER_SIDE = 192;

    private final ArtifactStore store;
    private final ImageLoader loader =
            new ImageLoader(
                    new ImageLimits(
                            ImageLimits.DEFAULT.maxBytes(), ImageLimits.DEFAULT.maxPixels(), 1));

    Thumbnails(ArtifactStore store) {
        this.store = store;
    }

    /** Empty when the image is gone or damaged: a sheet without it is better than none. */
    Optional<BufferedImage> of(ArtifactRef image) {
        try {
            return Optional.of(small(loader.load(store.fetch(image.uri(), image.sha256()))));
        } catch (NotFoundException
                | IntegrityException
                | InvalidLocationException
                | ImageException e) {
            return Optional.empty();
        }
    }

    private static BufferedImage small(BufferedImage image) {
        double scale = (double) LONGER_SIDE / Math.max(image.getWidth(), image.getHeight());
        if (scale >= 1) {
            return image;
        }
        return Resampler.resize(
                image,
                (int) Math.max(1, Math.round(image.getWidth() * scale)),
                (int) Math.max(1, Math.round(image.getHeight() * scale)),
                Filter.LANCZOS);
    }
}
