package dev.tlora.ingest;

import dev.tlora.artifacts.Sha256;
import dev.tlora.ingest.order.Checked;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.Problem;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.concept.Parsed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Tells that an order cannot be carried out. Where its run's name already belongs to another order,
 * the rejection goes by a name of its own, so that the run under way is not taken for rejected.
 */
@Singleton
class Rejections {

    private static final Logger LOGGER = Logger.getLogger(Rejections.class);
    private static final String MARK = "-rejected-";
    private static final int HASH_LENGTH = 8;
    private static final int LONGEST_ID = 64;

    private final RunLedger ledger;
    private final RunJournal journal;
    private final Clock clock;

    @Inject
    Rejections(RunLedger ledger, RunJournal journal, Clock clock) {
        this.ledger = ledger;
        this.journal = journal;
        this.clock = clock;
    }

    void tell(Parsed.Invalid invalid, byte[] value) {
        tell(invalid.runId(), Sha256.of(value), invalid.conceptId(), invalid.problems());
    }

    void tell(Checked.Unsound unsound, String conceptId) {
        tell(unsound.runId(), hash(unsound.fingerprint()), conceptId, unsound.problems());
    }

    /** Tells that a run of this name belongs to another order. */
    void tellTaken(Checked.Sound sound, String conceptId) {
        Problem taken =
                new Problem(
                        "$.runId",
                        "'%s' is already taken by another order; choose another"
                                .formatted(sound.runId()));
        tell(sound.runId(), hash(sound.fingerprint()), conceptId, List.of(taken));
    }

    private void tell(String runId, String hash, String conceptId, List<Problem> problems) {
        String id = ledger.find(runId).isEmpty() ? runId : aside(runId, hash);
        journal.tell(new RunEvent.Rejected(id, clock.instant(), conceptId, problems));
        journal.count("ingest", "rejected");
        LOGGER.infof("order rejected: runId=%s problems=%d", id, problems.size());
    }

    static String aside(String runId, String hash) {
        String ending = MARK + hash.substring(0, HASH_LENGTH);
        int kept = Math.min(runId.length(), LONGEST_ID - ending.length());
        return runId.substring(0, kept) + ending;
    }

    private static String hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
