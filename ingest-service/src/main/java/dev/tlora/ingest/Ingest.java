package dev.tlora.ingest;

import dev.tlora.artifacts.UnavailableException;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.ingest.RunEntry.State;
import dev.tlora.ingest.erase.Erasures;
import dev.tlora.ingest.order.Checked;
import dev.tlora.ingest.order.OrderCheck;
import dev.tlora.ingest.photo.Photos;
import dev.tlora.ingest.prepare.Preparation;
import dev.tlora.ingest.turn.UnderWay;
import dev.tlora.runtime.BrokerUnavailableException;
import dev.tlora.runtime.RunJournal;
import dev.tlora.runtime.trace.Hop;
import dev.tlora.schemas.ConceptOrder;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.MalformedEventException;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Stage;
import dev.tlora.schemas.concept.ConceptEvents;
import dev.tlora.schemas.concept.Parsed;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Turns each order into exactly one run that waits for a trainer, or into one rejection. Taking the
 * same record again is safe at any point: it completes what an earlier attempt has left undone.
 */
@Singleton
class Ingest {

    private static final Logger LOGGER = Logger.getLogger(Ingest.class);
    private static final String STAGE = "ingest";
    private static final int ONLY_ATTEMPT = 1;

    private final OrderCheck check;
    private final Photos photos;
    private final RunLedger ledger;
    private final Rejections rejections;
    private final Cancellations cancellations;
    private final Erasures erasures;
    private final Preparation preparation;
    private final Handover handover;
    private final UnderWay underWay;
    private final RunJournal journal;
    private final MeterRegistry metrics;
    private final Clock clock;

    @Inject
    Ingest(
            OrderCheck check,
            Photos photos,
            RunLedger ledger,
            Rejections rejections,
            Cancellations cancellations,
            Erasures erasures,
            Preparation preparation,
            Handover handover,
            UnderWay underWay,
            RunJournal journal,
            MeterRegistry metrics,
            Clock clock) {
        this.check = check;
        this.photos = photos;
        this.ledger = ledger;
        this.rejections = rejections;
        this.cancellations = cancellations;
        this.erasures = erasures;
        this.preparation = preparation;
        this.handover = handover;
        this.underWay = underWay;
        this.journal = journal;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Takes one record of {@code tlora.concepts}.
     *
     * @param ordered when it was sent; a cancellation from before does not concern it
     * @throws MalformedEventException when it is no order at all
     */
    void take(byte[] value, Source source, Instant ordered) {
        Parsed parsed = ConceptEvents.parse(value);
        if (parsed instanceof Parsed.Invalid invalid) {
            rejections.tell(check.check(invalid, value, photos), value);
        } else if (parsed instanceof Parsed.Valid valid) {
            metrics.timer("tlora_stage_seconds", "stage", STAGE)
                    .record(() -> take(valid.event(), source, ordered));
        }
    }

    private void take(ConceptSubmitted event, Source source, Instant ordered) {
        Checked checked = check.check(event, photos);
        if (checked instanceof Checked.Unsound unsound) {
            rejections.tell(unsound, event.conceptId());
        } else if (checked instanceof Checked.Sound sound) {
            take(sound, event, source, ordered);
        }
    }

    private void take(Checked.Sound sound, ConceptSubmitted event, Source source, Instant ordered) {
        Hop.ofRun(sound.runId());
        if (cancellations.cover(sound.runId(), ordered)
                || erasures.cover(sound.order().tenant(), sound.order().conceptId(), ordered)) {
            LOGGER.infof("order was cancelled: runId=%s", sound.runId());
            return;
        }
        RunEntry fresh =
                new RunEntry(
                        sound.fingerprint(),
                        State.ACCEPTED,
                        clock.instant(),
                        source,
                        photos.uploads(sound.order()));
        RunEntry entry = ledger.findOrAdd(sound.runId(), fresh);
        if (!entry.order().equals(sound.fingerprint())) {
            rejections.tellTaken(sound, event.conceptId());
        } else if (entry.state() == State.PREPARED) {
            LOGGER.infof("order came again: runId=%s offset=%d", sound.runId(), source.offset());
            journal.count(STAGE, "duplicate");
        } else {
            complete(sound, entry, ordered);
        }
    }

    private void complete(Checked.Sound sound, RunEntry entry, Instant ordered) {
        String runId = sound.runId();
        underWay.enter(runId, sound.order().tenant());
        journal.tell(accepted(sound.order(), entry));
        try {
            LatentsPrepared prepared =
                    handover.prepared(runId, ordered, () -> preparation.prepare(sound));
            if (cancellations.cover(runId, ordered)) {
                LOGGER.infof("cancelled while it was prepared: runId=%s", runId);
                cancellations.sweep(runId);
                return;
            }
            handover.tell(prepared);
            cancellations.passOn(runId, ordered);
        } catch (CheckpointException e) {
            LOGGER.warnf("model cannot encode: runId=%s cause=%s", runId, e.getMessage());
            fail(runId, e.getMessage());
            return;
        } catch (UnavailableException | BrokerUnavailableException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            fail(runId, "ingest failed unexpectedly (%s); the order is a dead letter".formatted(e));
            throw e;
        }
        journal.count(STAGE, "accepted");
        LOGGER.infof(
                "order prepared: runId=%s model=%s photos=%d%s",
                runId,
                sound.order().model(),
                sound.photos().size(),
                sound.model().description().untrained()
                        ? " (the model is untrained: its pictures will be noise)"
                        : "");
    }

    private static RunEvent accepted(ConceptOrder order, RunEntry entry) {
        return new RunEvent.Accepted(
                order.runId(),
                entry.acceptedAt(),
                order.conceptId(),
                order.className(),
                order.model(),
                order.tenant(),
                order.priority());
    }

    private void fail(String runId, String cause) {
        journal.tell(
                new RunEvent.Failed(
                        runId, clock.instant(), ONLY_ATTEMPT, Stage.INGEST, cause, null));
        journal.count(STAGE, "failed");
    }
}
