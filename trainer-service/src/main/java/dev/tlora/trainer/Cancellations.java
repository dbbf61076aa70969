package dev.tlora.trainer;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Stage;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Stops runs between preparation and publication; before and after, others do. */
@Singleton
class Cancellations {

    private static final Logger LOGGER = Logger.getLogger(Cancellations.class);

    private final ArtifactStore store;
    private final Ledger ledger;
    private final Publisher publisher;
    private final RunJournal journal;

    @Inject
    Cancellations(ArtifactStore store, Ledger ledger, Publisher publisher, RunJournal journal) {
        this.store = store;
        this.ledger = ledger;
        this.publisher = publisher;
        this.journal = journal;
    }

    /** Takes the order on: a running attempt stops within a second and calls {@link #finish}. */
    void accept(CancelRequested order) {
        boolean prepared = store.exists(RunLayout.of(order.runId()).prepared());
        if (!prepared || publisher.isPublished(order.runId())) {
            LOGGER.infof("nothing to stop in training: runId=%s", order.runId());
            return;
        }
        if (!ledger.cancel(order).running()) {
            finish(order);
        }
    }

    /** To be called when nobody works on the run any more. */
    void finish(CancelRequested order) {
        if (order.removeArtifacts()) {
            ledger.empty(order.runId());
        }
        ledger.ended(order.runId());
        // By the order's time, so that telling it twice is telling the same.
        journal.tell(
                new RunEvent.Cancelled(
                        order.runId(), order.time(), Stage.TRAINING, order.removeArtifacts()));
        journal.count("training", "cancelled");
        LOGGER.infof("cancelled: runId=%s", order.runId());
    }
}
