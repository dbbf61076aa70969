package dev.tlora.sampler;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RenderRequested;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Stage;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Stops the drawing of runs whose adapter is published and whose scores are not in yet; before and
 * after, others do. All samplers of the fleet see the order in the store.
 */
@Singleton
class Cancellations {

    private static final Logger LOGGER = Logger.getLogger(Cancellations.class);

    private final ArtifactStore store;
    private final RunJournal journal;

    @Inject
    Cancellations(ArtifactStore store, RunJournal journal) {
        this.store = store;
        this.journal = journal;
    }

    void accept(CancelRequested order) {
        RunLayout run = RunLayout.of(order.runId());
        if (!store.exists(run.manifest()) || store.exists(run.scores())) {
            LOGGER.infof("nothing to stop in sampling: runId=%s", order.runId());
            return;
        }
        if (order.removeArtifacts()) {
            store.deleteAll(run.folder());
        }
        store.putBytes(key(order.runId()), EventJson.write(order));
        // By the order's time, so that telling it twice is telling the same.
        journal.tell(
                new RunEvent.Cancelled(
                        order.runId(), order.time(), Stage.SAMPLING, order.removeArtifacts()));
        journal.count("sampling", "cancelled");
    }

    /** Whether nobody wants the images any more; what users ask for themselves is drawn. */
    boolean isCancelled(RenderRequested request) {
        if (request.purpose() == RenderPurpose.USER) {
            return false;
        }
        try {
            byte[] order = store.read(key(request.runId()));
            return !request.time().isAfter(EventJson.read(order, CancelRequested.class).time());
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static String key(String runId) {
        return RunLayout.of(runId).folder() + "/sampling-cancelled.json";
    }
}
