package dev.tlora.ingest.photo;

import dev.tlora.diffusion.image.ImageException;
import java.net.URI;

/** Fetches a photo's file. */
@FunctionalInterface
public interface PhotoReader {

    /**
     * The bytes behind a URI, whatever they are.
     *
     * @throws ImageException when they are missing, out of bounds or too many, saying why
     */
    byte[] read(URI uri);

    /** What messages call the photo behind a URI. */
    default String name(URI uri) {
        return PhotoNames.of(uri);
    }
}
