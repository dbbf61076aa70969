package dev.tlora.ingest;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.runtime.EventSender;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Stage;
import dev.tlora.schemas.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Stops orders that trainers do not know of yet: those that wait on {@code tlora.concepts}, and
 * those that are being prepared. All ingest services see the cancellation in the store.
 */
@Singleton
class Cancellations {

    private static final Logger LOGGER = Logger.getLogger(Cancellations.class);

    private final ArtifactStore store;
    private final RunLedger ledger;
    private final EventSender sender;
    private final RunJournal journal;
    private final Clock clock;

    @Inject
    Cancellations(
            ArtifactStore store,
            RunLedger ledger,
            EventSender sender,
            RunJournal journal,
            Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.sender = sender;
        this.journal = journal;
        this.clock = clock;
    }

    /** Told at once, even of a run whose order still waits behind others. */
    void accept(CancelRequested order) {
        boolean handedOver =
                ledger.find(order.runId())
                        .filter(entry -> entry.state() == RunEntry.State.PREPARED)
                        .isPresent();
        if (handedOver) {
            LOGGER.infof("nothing to stop in ingest: runId=%s", order.runId());
            return;
        }
        store.putBytes(key(order.runId()), EventJson.write(order));
        // By the order's time, so that telling it twice is telling the same.
        journal.tell(
                new RunEvent.Cancelled(
                        order.runId(), order.time(), Stage.INGEST, order.removeArtifacts()));
        journal.count("ingest", "cancelled");
    }

    /** Whether a run was cancelled after it was ordered. */
    boolean cover(String runId, Instant ordered) {
        return find(runId).filter(cancel -> !ordered.isAfter(cancel.time())).isPresent();
    }

    /** Tells trainers of a cancellation that came while they were being told of the run. */
    void passOn(String runId, Instant ordered) {
        find(runId)
                .filter(cancel -> !ordered.isAfter(cancel.time()))
                .ifPresent(
                        cancel ->
                                sender.send(
                                        Topics.CONTROL,
                                        new CancelRequested(
                                                runId, clock.instant(), cancel.removeArtifacts())));
    }

    /** Deletes what was written after the cancellation, where it asked for that. */
    void sweep(String runId) {
        if (find(runId).filter(CancelRequested::removeArtifacts).isPresent()) {
            RunLayout run = RunLayout.of(runId);
            store.deleteAll(run.folder() + "/concept");
            store.delete(run.prepared());
            store.delete(run.handover());
        }
    }

    private Optional<CancelRequested> find(String runId) {
        try {
            return Optional.of(EventJson.read(store.read(key(runId)), CancelRequested.class));
        } catch (NotFoundException | InvalidLocationException e) {
            return Optional.empty();
        }
    }

    private static String key(String runId) {
        return RunLayout.of(runId).folder() + "/ingest-cancelled.json";
    }
}
