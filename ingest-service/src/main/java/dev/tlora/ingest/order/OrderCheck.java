package dev.tlora.ingest.order;

import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.image.ImageLoader;
import dev.tlora.ingest.IngestConfig;
import dev.tlora.ingest.photo.PhotoLimits;
import dev.tlora.ingest.photo.PhotoReader;
import dev.tlora.runtime.UnknownModelException;
import dev.tlora.schemas.ConceptOrder;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.Problem;
import dev.tlora.schemas.concept.Parsed;
import dev.tlora.schemas.concept.RunIds;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds everything that keeps an order, valid as an event, from being carried out here.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class OrderCheck {

    /** Sides of the squares made of photos where it is unknown what they are for. */
    private static final int ANY_RESOLUTION = 64;

    private final ModelCatalogue models;
    private final ImageLoader loader;

    @Inject
    OrderCheck(ModelCatalogue models, IngestConfig config) {
        this.models = models;
        loader = new ImageLoader(PhotoLimits.of(config));
    }

    /**
     * Checks an order.
     *
     * @param reader fetches its photos
     */
    public Checked check(ConceptSubmitted event, PhotoReader reader) {
        List<Problem> problems = new ArrayList<>();
        Optional<ModelFacts> model = model(event.modelOrDefault(), problems);
        Optional<ConceptOrder> draft = model.map(facts -> event.resolve("draft", facts.defaults()));
        int resolution = draft.map(order -> order.training().resolution()).orElse(ANY_RESOLUTION);
        PhotoCheck photos = PhotoCheck.of(event, reader, loader, resolution);
        problems.addAll(photos.problems());
        draft.ifPresent(
                order ->
                        problems.addAll(SettingsCheck.problems(event, order, model.orElseThrow())));
        List<String> hashes = photos.hashes(event.photos());
        String fingerprint = RunIds.derive(Renamed.withRunId(event, null), hashes);
        String runId = RunIds.derive(event, hashes);
        if (!problems.isEmpty()) {
            return new Checked.Unsound(fingerprint, runId, problems);
        }
        ModelFacts facts = model.orElseThrow();
        return new Checked.Sound(
                fingerprint,
                event.resolve(runId, facts.defaults()),
                facts,
                photos.photos(),
                photos.mask());
    }

    /**
     * Adds to the faults of an order that is no valid event those of the photos it names, so that
     * its author is told everything at once.
     */
    public Parsed.Invalid check(Parsed.Invalid invalid, byte[] value, PhotoReader reader) {
        PhotoCheck photos = new PhotoCheck(reader, loader, ANY_RESOLUTION);
        new FaultyOrder(value, invalid).checkPhotos(photos);
        List<Problem> problems = new ArrayList<>(invalid.problems());
        problems.addAll(photos.problems());
        return new Parsed.Invalid(invalid.runId(), invalid.conceptId(), problems);
    }

    private Optional<ModelFacts> model(String name, List<Problem> problems) {
        try {
            return Optional.of(models.find(name));
        } catch (UnknownModelException | CheckpointException e) {
            problems.add(new Problem("$.model", "cannot be used: " + e.getMessage()));
            return Optional.empty();
        }
    }
}
