package dev.tlora.ingest.photo;

import dev.tlora.diffusion.image.ImageLimits;
import dev.tlora.ingest.IngestConfig;

/** The configured limits as the image loader takes them. */
public final class PhotoLimits {

    private PhotoLimits() {}

    public static ImageLimits of(IngestConfig config) {
        IngestConfig.Photo photo = config.photo();
        return new ImageLimits(photo.maxBytes(), photo.maxPixels(), photo.minSide());
    }
}
