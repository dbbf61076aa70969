package dev.tlora.trainer;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.workqueue.Lease;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Makes a prepared run's adapter, once: what is published already is only announced again.
 *
 * <p>Used by one thread at a time.
 */
@Dependent
class Trainer {

    private static final Logger LOGGER = Logger.getLogger(Trainer.class);

    private final BaseNetwork network;
    private final Publisher publisher;
    private final TrainingRun.Tools tools;

    @Inject
    Trainer(
            BaseNetwork network,
            Publisher publisher,
            ArtifactStore store,
            Ledger ledger,
            Checkpoints checkpoints,
            ClassPictures classPictures,
            RunJournal journal,
            TrainingMetrics metrics,
            Clock clock) {
        this.network = network;
        this.publisher = publisher;
        this.tools =
                new TrainingRun.Tools(
                        store, ledger, checkpoints, classPictures, journal, metrics, clock);
    }

    /** Trains and publishes; see {@link TrainingRun#toTheEnd} for what ends it early. */
    void train(LatentsPrepared order, Lease lease) {
        if (publisher.publishAgain(order)) {
            LOGGER.infof("published already: runId=%s", order.runId());
            return;
        }
        Attempt attempt = tools.ledger().claim(order);
        network.load(order.model());
        try (TrainingRun run = new TrainingRun(tools, network, order, attempt, lease)) {
            run.toTheEnd();
            publisher.publish(order, attempt, run);
            tools.metrics().finished(run.session().spectra());
        }
        tools.ledger().ended(order.runId());
        LOGGER.infof("published: runId=%s attempt=%d", order.runId(), attempt.number());
    }
}
