package dev.tlora.ingest;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.runtime.EventSender;
import dev.tlora.runtime.RunJournal;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Hands prepared runs over to trainers. What is told is kept in {@code runs/<runId>/prepared.json}
 * before it is told, and the run is noted as handed over afterwards: a death anywhere in between
 * repeats the very same events, with the same ids (decision 9).
 */
@Singleton
class Handover {

    private final ArtifactStore store;
    private final RunLedger ledger;
    private final EventSender sender;
    private final RunJournal journal;

    @Inject
    Handover(ArtifactStore store, RunLedger ledger, EventSender sender, RunJournal journal) {
        this.store = store;
        this.ledger = ledger;
        this.sender = sender;
        this.journal = journal;
    }

    /**
     * What an earlier attempt was about to tell, or else what is prepared now.
     *
     * @param ordered when the order came; what was prepared for an earlier one does not count
     */
    LatentsPrepared prepared(String runId, Instant ordered, Supplier<LatentsPrepared> preparation) {
        Optional<LatentsPrepared> kept = find(runId).filter(one -> !one.time().isBefore(ordered));
        return kept.orElseGet(preparation);
    }

    void tell(LatentsPrepared prepared) {
        String runId = prepared.runId();
        store.putBytes(RunLayout.of(runId).handover(), EventJson.write(prepared));
        journal.tell(new RunEvent.Prepared(runId, prepared.time(), prepared.prepared()));
        sender.send(Topics.LATENTS, prepared);
        ledger.prepared(runId);
    }

    private Optional<LatentsPrepared> find(String runId) {
        try {
            byte[] kept = store.read(RunLayout.of(runId).handover());
            return Optional.of(EventJson.read(kept, LatentsPrepared.class));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }
}
