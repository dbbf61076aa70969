package dev.tlora.ingest.order;

import dev.tlora.artifacts.Sha256;
import dev.tlora.diffusion.image.Framing;
import dev.tlora.diffusion.image.ImageException;
import dev.tlora.diffusion.image.ImageLoader;
import dev.tlora.ingest.photo.PhotoReader;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.Problem;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fetches, decodes and squares the photos and the mask of one order. */
final class PhotoCheck {

    private final PhotoReader reader;
    private final ImageLoader loader;
    private final int resolution;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Photo> photos = new ArrayList<>();
    private final List<String> hashes = new ArrayList<>();
    private final List<Dimension> sizes = new ArrayList<>();
    private Optional<Mask> mask = Optional.empty();

    PhotoCheck(PhotoReader reader, ImageLoader loader, int resolution) {
        this.reader = reader;
        this.loader = loader;
        this.resolution = resolution;
    }

    static PhotoCheck of(
            ConceptSubmitted event, PhotoReader reader, ImageLoader loader, int resolution) {
        PhotoCheck check = new PhotoCheck(reader, loader, resolution);
        List<URI> uris = event.photos();
        for (int index = 0; index < uris.size(); index++) {
            check.photo(
                    uris.get(index),
                    event.image() == null ? "$.images[%d]".formatted(index) : "$.image");
        }
        Optional.ofNullable(event.mask()).ifPresent(check::mask);
        return check;
    }

    void photo(URI uri, String path) {
        try {
            byte[] bytes = reader.read(uri);
            hashes.add(Sha256.of(bytes));
            BufferedImage picture = loader.load(bytes, reader.name(uri));
            sizes.add(new Dimension(picture.getWidth(), picture.getHeight()));
            photos.add(
                    new Photo(
                            Sha256.of(bytes),
                            Framing.fill(picture, resolution, resolution),
                            Math.min(picture.getWidth(), picture.getHeight())));
        } catch (ImageException e) {
            problems.add(new Problem(path, e.getMessage()));
        }
    }

    void mask(URI uri) {
        try {
            BufferedImage picture = loader.load(reader.read(uri), reader.name(uri));
            Mask squared = new Mask(Framing.fill(picture, resolution, resolution));
            maskSize(picture);
            if (squared.isBlank()) {
                maskProblem(
                        "is black all over the central square that is trained on; paint the concept"
                                + " white");
            }
            mask = Optional.of(squared);
        } catch (ImageException e) {
            maskProblem(e.getMessage());
        }
    }

    private void maskSize(BufferedImage picture) {
        Dimension size = new Dimension(picture.getWidth(), picture.getHeight());
        if (!sizes.isEmpty() && !sizes.get(0).equals(size)) {
            Dimension photo = sizes.get(0);
            maskProblem(
                    "has %d x %d pixels, the photo %d x %d; give a mask of the photo's size"
                            .formatted(size.width, size.height, photo.width, photo.height));
        }
    }

    private void maskProblem(String message) {
        problems.add(new Problem("$.mask", message));
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    List<Photo> photos() {
        return List.copyOf(photos);
    }

    Optional<Mask> mask() {
        return mask;
    }

    /** Of the files in order; of the URI where there is no file, so that an id can be derived. */
    List<String> hashes(List<URI> uris) {
        if (hashes.size() == uris.size()) {
            return List.copyOf(hashes);
        }
        return uris.stream()
                .map(uri -> Sha256.of(uri.toString().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }
}
