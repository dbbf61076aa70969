package dev.tlora.trainer;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.diffusion.adapter.format.AdapterFormat;
import dev.tlora.runtime.EventSender;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes a finished run known: files first, the manifest last of them, then the events. Events can
 * be repeated from the manifest, byte for byte.
 */
@Singleton
class Publisher {

    private final ArtifactStore store;
    private final EventSender sender;
    private final RunJournal journal;
    private final Ledger ledger;
    private final Clock clock;
    private final SortedSet<AdapterFormat> exports = new TreeSet<>();
    private final ObjectMapper json = EventJson.newMapper();

    @Inject
    Publisher(
            ArtifactStore store,
            EventSender sender,
            RunJournal journal,
            Ledger ledger,
            Clock clock,
            TrainerConfig config) {
        this.store = store;
        this.sender = sender;
        this.journal = journal;
        this.ledger = ledger;
        this.clock = clock;
        config.exports().orElse(Set.of()).forEach(name -> exports.add(AdapterFormat.of(name)));
    }

    /**
     * Whether the run is finished already, in which case its events are sent again.
     *
     * @throws UnusableOrderException when it was finished under another order
     */
    boolean publishAgain(LatentsPrepared order) {
        Optional<Manifest> found = find(order.runId());
        found.ifPresent(
                manifest -> {
                    if (!manifest.order().equals(Orders.fingerprint(order))) {
                        throw new UnusableOrderException(
                                "run %s was trained with other photos or settings; order this one"
                                                .formatted(order.runId())
                                        + " under another runId");
                    }
                    announce(manifest);
                });
        return found.isPresent();
    }

    /**
     * Publishes what a run has trained.
     *
     * @throws SupersededException when a newer attempt owns the run; nothing was published
     */
    void publish(LatentsPrepared order, Attempt attempt, TrainingRun trained) {
        RunLayout layout = RunLayout.of(order.runId());
        LossCurve losses = trained.losses();
        ledger.check(attempt);
        ArtifactRef adapter = put(layout, AdapterFormat.TLORA, trained.session());
        Map<String, ArtifactRef> others = new TreeMap<>();
        for (AdapterFormat format : exports) {
            others.put(format.wireName(), put(layout, format, trained.session()));
        }
        store.putBytes(layout.lossCurve(), losses.toCsv());
        // Once more: a newer attempt that began meanwhile will write the same files itself.
        ledger.check(attempt);
        Manifest manifest =
                new Manifest(
                        Manifest.TYPE,
                        order.runId(),
                        clock.instant(),
                        attempt.number(),
                        Orders.fingerprint(order),
                        order.concept(),
                        order.model(),
                        order.tenant(),
                        order.priority(),
                        order.prepared(),
                        order.training(),
                        order.evaluation(),
                        adapter,
                        others,
                        losses.smoothedLoss(),
                        losses.firstFixedLoss(),
                        losses.lastFixedLoss(),
                        trained.pace().totalSeconds(),
                        versions());
        write(layout, manifest);
        // A cancellation up to here stops the run; later ones are the sampler's.
        ledger.check(attempt);
        announce(manifest);
    }

    private ArtifactRef put(RunLayout layout, AdapterFormat format, TrainingSession session) {
        return ref(store.put(layout.adapter(format.wireName()), session.exportWriter(format)));
    }

    private void announce(Manifest manifest) {
        StoredArtifact stored = store.describe(RunLayout.of(manifest.runId()).manifest());
        sender.send(Topics.ADAPTERS, manifest.adapterPublished(ref(stored)));
        journal.tell(manifest.runPublished());
    }

    /** Whether the run has a published adapter. */
    boolean isPublished(String runId) {
        return store.exists(RunLayout.of(runId).manifest());
    }

    private Optional<Manifest> find(String runId) {
        try {
            byte[] content = store.read(RunLayout.of(runId).manifest());
            return Optional.of(json.readValue(content, Manifest.class));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UnusableOrderException(
                    "the manifest of run %s is damaged; order it under another runId"
                            .formatted(runId));
        }
    }

    private void write(RunLayout layout, Manifest manifest) {
        try {
            store.putBytes(
                    layout.manifest(),
                    json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        } catch (IOException e) {
            throw new UncheckedIOException("the manifest cannot be written as JSON", e);
        }
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("java", Runtime.version().toString());
        Engine engine = Engine.getInstance();
        versions.put(engine.getEngineName().toLowerCase(Locale.ROOT), engine.getVersion());
        versions.put("device", engine.defaultDevice().toString());
        return versions;
    }

    private static ArtifactRef ref(StoredArtifact stored) {
        return new ArtifactRef(stored.uri(), stored.sha256());
    }
}
