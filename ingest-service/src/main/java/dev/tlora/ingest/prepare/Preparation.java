package dev.tlora.ingest.prepare;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.image.PngWriter;
import dev.tlora.ingest.order.Checked;
import dev.tlora.ingest.order.Mask;
import dev.tlora.ingest.order.Photo;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.Concept;
import dev.tlora.schemas.ConceptOrder;
import dev.tlora.schemas.LatentsPrepared;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.awt.image.BufferedImage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the artefacts of a run that is about to be trained. The same order gives the same
 * artefacts under the same keys, so doing it again changes nothing.
 */
@Singleton
public class Preparation {

    /** What the reference trains on ({@code BASE_PROMPT}): token and class without an article. */
    private static final String TRAINING_PROMPT = "a photo of {}";

    private final ArtifactStore store;
    private final ConceptEncoder encoder;
    private final Clock clock;

    @Inject
    Preparation(ArtifactStore store, ConceptEncoder encoder, Clock clock) {
        this.store = store;
        this.encoder = encoder;
        this.clock = clock;
    }

    /**
     * Stores squares, mask and encodings, and says where they lie.
     *
     * @throws CheckpointException when the model cannot encode
     */
    public LatentsPrepared prepare(Checked.Sound sound) {
        ConceptOrder order = sound.order();
        RunLayout run = RunLayout.of(order.runId());
        Concept concept =
                new Concept(
                        order.conceptId(), order.className(), order.token(), images(sound, run));
        sound.mask().map(Mask::square).ifPresent(mask -> png(run.mask(0), mask));
        byte[] encoded =
                encoder.encode(
                        sound.model().folder(),
                        sound.photos(),
                        sound.mask(),
                        concept.prompt(TRAINING_PROMPT));
        return new LatentsPrepared(
                order.runId(),
                clock.instant(),
                concept,
                sound.model().description(),
                order.tenant(),
                order.priority(),
                ref(store.putBytes(run.prepared(), encoded)),
                order.training(),
                order.evaluation());
    }

    private List<ArtifactRef> images(Checked.Sound sound, RunLayout run) {
        List<ArtifactRef> images = new ArrayList<>();
        for (Photo photo : sound.photos()) {
            images.add(png(run.conceptImage(images.size()), photo.square()));
        }
        return images;
    }

    private ArtifactRef png(String key, BufferedImage image) {
        return ref(store.put(key, out -> PngWriter.write(out, image, Map.of())));
    }

    private static ArtifactRef ref(StoredArtifact stored) {
        return new ArtifactRef(stored.uri(), stored.sha256());
    }
}
