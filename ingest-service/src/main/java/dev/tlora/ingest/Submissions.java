package dev.tlora.ingest;

import dev.tlora.ingest.access.Access;
import dev.tlora.ingest.board.RunBoard;
import dev.tlora.ingest.order.Checked;
import dev.tlora.ingest.order.OrderCheck;
import dev.tlora.ingest.order.Renamed;
import dev.tlora.ingest.photo.PhotoReader;
import dev.tlora.ingest.photo.Photos;
import dev.tlora.runtime.EventSender;
import dev.tlora.runtime.RunJournal;
import dev.tlora.runtime.trace.Hop;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.MalformedEventException;
import dev.tlora.schemas.Problem;
import dev.tlora.schemas.Topics;
import dev.tlora.schemas.concept.ConceptEvents;
import dev.tlora.schemas.concept.Parsed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Orders that come by request: whoever asks is told at once what is wrong. A sound order takes the
 * way of all others, through {@code tlora.concepts}.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class Submissions {

    private static final Logger LOGGER = Logger.getLogger(Submissions.class);

    private final OrderCheck check;
    private final Photos photos;
    private final RunLedger ledger;
    private final EventSender sender;
    private final RunBoard board;
    private final RunJournal journal;

    @Inject
    Submissions(
            OrderCheck check,
            Photos photos,
            RunLedger ledger,
            EventSender sender,
            RunBoard board,
            RunJournal journal) {
        this.check = check;
        this.photos = photos;
        this.ledger = ledger;
        this.sender = sender;
        this.board = board;
        this.journal = journal;
    }

    /**
     * Checks an order and sends it.
     *
     * @param order a concept event as JSON
     * @param attached photos that came along, kept once the order is found sound
     * @param access of the one who orders
     * @return the run's id; the same order again gives the same one
     * @throws RefusedOrderException with everything that is wrong
     */
    public String submit(byte[] order, Attachments attached, Access access) {
        try {
            PhotoReader reader = attached.before(photos);
            ConceptSubmitted ordered = onBehalf(parse(order, reader), access);
            ConceptSubmitted event = DataUris.attach(ordered, attached, photos);
            Checked.Sound sound = sound(check.check(event, reader));
            Hop.ofRun(sound.runId());
            requireFree(sound);
            attached.keep();
            sender.send(Topics.CONCEPTS, Renamed.withRunId(event, sound.runId()));
            board.submitted(sound.runId(), sound.order().tenant());
            LOGGER.infof("order taken by request: runId=%s", sound.runId());
            return sound.runId();
        } catch (RefusedOrderException e) {
            journal.count("ingest", "refused");
            throw e;
        }
    }

    private ConceptSubmitted parse(byte[] order, PhotoReader reader) {
        try {
            Parsed parsed = ConceptEvents.parse(order);
            if (parsed instanceof Parsed.Invalid invalid) {
                throw RefusedOrderException.faulty(check.check(invalid, order, reader).problems());
            }
            return ((Parsed.Valid) parsed).event();
        } catch (MalformedEventException e) {
            throw RefusedOrderException.faulty(List.of(new Problem("$", e.getMessage())));
        }
    }

    /** Whoever acts for one tenant orders for that one. */
    private static ConceptSubmitted onBehalf(ConceptSubmitted event, Access access) {
        String tenant = event.tenant();
        if (access.tenantIfAny().isEmpty() || access.covers(tenant)) {
            return event;
        }
        if (tenant != null) {
            throw RefusedOrderException.faulty(
                    List.of(
                            new Problem(
                                    "$.tenant",
                                    "must be left out or '%s' with this key"
                                            .formatted(access.tenant()))));
        }
        return Renamed.withTenant(event, access.tenant());
    }

    private static Checked.Sound sound(Checked checked) {
        if (checked instanceof Checked.Unsound unsound) {
            throw RefusedOrderException.faulty(unsound.problems());
        }
        return (Checked.Sound) checked;
    }

    private void requireFree(Checked.Sound sound) {
        boolean taken =
                ledger.find(sound.runId())
                        .filter(entry -> !entry.order().equals(sound.fingerprint()))
                        .isPresent();
        if (taken) {
            throw RefusedOrderException.taken(
                    new Problem(
                            "$.runId",
                            "'%s' is already taken by another order; choose another"
                                    .formatted(sound.runId())));
        }
    }
}
