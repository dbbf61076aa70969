package dev.tlora.ingest.photo;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.diffusion.image.ImageException;
import dev.tlora.ingest.IngestConfig;
import dev.tlora.ingest.access.Keys;
import dev.tlora.schemas.ConceptOrder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Fetches photos by the scheme of their URI. Photos that were uploaded lie in the store, whatever
 * scheme its URIs have.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class Photos implements PhotoReader {

    private final Uploads uploads;
    private final Map<String, PhotoReader> readers;

    @Inject
    Photos(IngestConfig config, Keys keys, ArtifactStore store) {
        long maxBytes = config.photo().maxBytes();
        uploads = new Uploads(store);
        List<Path> anywhere = keys.isOpen() ? List.of(Path.of("/")) : List.of();
        List<Path> roots = config.fileRoots().orElse(anywhere);
        PhotoReader http = new HttpPhotos(config.http(), maxBytes);
        readers =
                Map.of(
                        "file",
                        new FilePhotos(roots, maxBytes),
                        "data",
                        new DataPhotos(maxBytes),
                        "http",
                        http,
                        "https",
                        http);
    }

    /** The keys of the uploads that an order names. */
    public List<String> uploads(ConceptOrder order) {
        return Stream.concat(order.photos().stream(), Stream.ofNullable(order.mask()))
                .flatMap(uri -> uploads.find(uri).stream())
                .distinct()
                .toList();
    }

    @Override
    public byte[] read(URI uri) {
        if (uploads.holds(uri)) {
            return uploads.read(uri);
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        PhotoReader reader = readers.get(scheme);
        if (reader == null) {
            throw new ImageException(
                    ("%s: URIs are not supported by this installation; give a file:, http(s): or"
                                    + " data: URI, or upload the photo")
                            .formatted(scheme));
        }
        return reader.read(uri);
    }
}
