package dev.tlora.sampler;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.diffusion.image.ImageException;
import dev.tlora.diffusion.image.PngText;
import dev.tlora.diffusion.image.PngWriter;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.RenderRequested;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** The image files of requests, each with its texts. */
@Singleton
class ImageFiles {

    private final ArtifactStore store;

    @Inject
    ImageFiles(ArtifactStore store) {
        this.store = store;
    }

    /** The image, if it was drawn before under the very same settings. */
    Optional<ArtifactRef> find(RenderRequested request, int index) {
        String key = key(request, index);
        try {
            boolean same = PngText.read(store.read(key), key).equals(ImageTexts.of(request, index));
            return same ? Optional.of(ref(store.describe(key))) : Optional.empty();
        } catch (NotFoundException | ImageException e) {
            return Optional.empty();
        }
    }

    ArtifactRef write(RenderRequested request, int index, BufferedImage image) {
        return ref(
                store.put(
                        key(request, index),
                        out -> PngWriter.write(out, image, ImageTexts.of(request, index))));
    }

    private static String key(RenderRequested request, int index) {
        return RunLayout.of(request.runId()).image(request.renderId(), index);
    }

    private static ArtifactRef ref(StoredArtifact stored) {
        return new ArtifactRef(stored.uri(), stored.sha256());
    }
}
