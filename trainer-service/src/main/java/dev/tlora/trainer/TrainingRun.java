package dev.tlora.trainer;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.diffusion.training.DivergedException;
import dev.tlora.diffusion.training.TrainingStep;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.workqueue.HandedOver;
import dev.tlora.workqueue.Lease;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One attempt at a run, from its last checkpoint to its last step: takes steps, saves, tells, and
 * stops where it has to.
 *
 * <p>Used by one thread.
 */
final class TrainingRun implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(TrainingRun.class);

    /** The fixed loss costs about as much as eight steps without their backward passes. */
    private static final int FIXED_LOSSES = 20;

    private final Tools tools;
    private final BaseNetwork network;
    private final LatentsPrepared order;
    private final Attempt attempt;
    private final AttemptWatch watch;
    private final AttemptNews news;
    private final String fingerprint;
    private final Path prepared;
    private final Optional<Path> classPictures;
    private TrainingSession session;
    private LossCurve losses;
    private Pace pace;
    private int saved;
    private boolean rolledBack;
    private double newFixedLoss = Double.NaN;

    /** What every run needs. */
    record Tools(
            ArtifactStore store,
            Ledger ledger,
            Checkpoints checkpoints,
            ClassPictures classPictures,
            RunJournal journal,
            TrainingMetrics metrics,
            Clock clock) {}

    /**
     * Loads the newest checkpoint, if there is one.
     *
     * @throws HandedOver when the worker has to stop while the class is drawn
     */
    TrainingRun(
            Tools tools, BaseNetwork network, LatentsPrepared order, Attempt attempt, Lease lease) {
        this.tools = tools;
        this.network = network;
        this.order = order;
        this.attempt = attempt;
        this.watch = new AttemptWatch(tools.ledger(), attempt, lease, tools.clock());
        this.news = new AttemptNews(tools.journal(), tools.clock(), order, attempt);
        this.fingerprint = Orders.fingerprint(order);
        this.prepared = tools.store().fetch(order.prepared().uri(), order.prepared().sha256());
        this.classPictures = tools.classPictures().of(order, network, watch, news);
        open(attempt.checkpoint());
    }

    private void open(int step) {
        Optional<Checkpoints.Restored> checkpoint =
                tools.checkpoints().read(attempt, step, fingerprint);
        session = TrainingSession.open(network, order, prepared, classPictures, checkpoint);
        saved = session.done();
        losses = checkpoint.map(Checkpoints.Restored::losses).orElseGet(LossCurve::new);
        pace = new Pace(checkpoint.map(found -> found.state().seconds()).orElse(0.0));
    }

    TrainingSession session() {
        return session;
    }

    LossCurve losses() {
        return losses;
    }

    Pace pace() {
        return pace;
    }

    /**
     * Takes all steps that are left.
     *
     * @throws HandedOver after saving, when the worker has to stop
     * @throws SupersededException when a newer attempt owns the run
     * @throws RunCancelledException when someone cancelled the run
     * @throws DivergedException when the loss is not finite a second time
     */
    void toTheEnd() {
        tellBeginning();
        while (!session.isFinished()) {
            watch.check(this::save, "step " + session.done());
            try {
                step();
            } catch (DivergedException e) {
                rollBack(e);
            }
        }
        watch.checkHeld();
    }

    private void tellBeginning() {
        if (session.done() == 0) {
            news.started();
            newFixedLoss = session.fixedLoss();
            losses.start(newFixedLoss);
        } else {
            news.resumed(session.done());
        }
        LOGGER.infof(
                "training: runId=%s attempt=%d step=%d steps=%d",
                order.runId(), attempt.number(), session.done(), steps());
    }

    private void step() {
        long begin = System.nanoTime();
        TrainingStep step = session.step();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        pace.stepped(took);
        tools.metrics().stepped(order.runId(), step, steps(), took);
        losses.add(step, fixedLossAfter(step));
        if (pace.isDue(session.isFinished())) {
            news.progressed(step, losses.smoothedLoss(), newFixedLoss, pace.secondsPerStep());
            newFixedLoss = Double.NaN;
        }
        if (step.number() % order.training().checkpointEvery() == 0 && !session.isFinished()) {
            save();
        }
    }

    private double fixedLossAfter(TrainingStep step) {
        int every = Math.max(1, steps() / FIXED_LOSSES);
        if (step.number() % every != 0 && !session.isFinished()) {
            return Double.NaN;
        }
        newFixedLoss = session.fixedLoss();
        return newFixedLoss;
    }

    private void save() {
        int step = session.done();
        if (step == saved) {
            return;
        }
        tools.ledger().check(attempt);
        URI folder =
                tools.checkpoints()
                        .write(
                                attempt,
                                fingerprint,
                                pace.totalSeconds(),
                                step,
                                session.adapterWriter(),
                                session.optimizerWriter(),
                                losses);
        watch.checkHeld();
        tools.ledger().saved(attempt, step);
        news.saved(step, folder);
        tools.checkpoints().dropOptimizer(order.runId(), saved);
        saved = step;
    }

    private void rollBack(DivergedException failure) {
        if (rolledBack) {
            throw failure;
        }
        rolledBack = true;
        LOGGER.warnf(
                "loss is not finite, back to the last checkpoint: runId=%s step=%d checkpoint=%d",
                order.runId(), failure.step(), saved);
        session.close();
        open(saved);
    }

    private int steps() {
        return order.training().steps();
    }

    @Override
    public void close() {
        session.close();
        tools.metrics().left(order.runId());
    }
}
