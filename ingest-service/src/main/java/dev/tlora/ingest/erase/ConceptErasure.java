package dev.tlora.ingest.erase;

import dev.tlora.ingest.access.Access;
import dev.tlora.ingest.board.RunBoard;
import dev.tlora.ingest.board.RunState;
import dev.tlora.ingest.board.RunView;
import dev.tlora.runtime.EventSender;
import dev.tlora.schemas.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Erases a concept: stops its runs, deletes what they have written and what they are made from, and
 * tells topics that it is gone. Erasing again goes on where an earlier attempt was interrupted.
 */
@Singleton
class ConceptErasure {

    private static final Logger LOGGER = Logger.getLogger(ConceptErasure.class);

    /** Compacted, and the one that boards are read from. */
    private static final List<String> TOLD = List.of(Topics.ADAPTERS, Topics.SCORES, Topics.RUNS);

    private final ConceptRuns concepts;
    private final Erasures erasures;
    private final Stopping stopping;
    private final RunFiles files;
    private final KeptRecords kept;
    private final RunBoard board;
    private final EventSender sender;
    private final Clock clock;

    @Inject
    ConceptErasure(
            ConceptRuns concepts,
            Erasures erasures,
            Stopping stopping,
            RunFiles files,
            KeptRecords kept,
            RunBoard board,
            EventSender sender,
            Clock clock) {
        this.concepts = concepts;
        this.erasures = erasures;
        this.stopping = stopping;
        this.files = files;
        this.kept = kept;
        this.board = board;
        this.sender = sender;
        this.clock = clock;
    }

    /** What would be removed; empty when the caller may know of no such concept. */
    Optional<ErasureReport> plan(String conceptId, Access access) {
        Map<String, String> runs = visible(conceptId, access);
        return runs.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        report(
                                conceptId,
                                false,
                                clock.instant(),
                                runs.keySet(),
                                states(runs),
                                Set.of()));
    }

    /** Removes it; empty when the caller may know of no such concept. */
    Optional<ErasureReport> erase(String conceptId, Access access) {
        Map<String, String> runs = visible(conceptId, access);
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        runs.values().forEach(tenant -> erasures.remember(tenant, conceptId, now));
        Map<String, RunState> states = states(runs);
        Set<String> unstopped = stopping.stop(runs.keySet(), now);
        ErasureReport report = report(conceptId, true, now, runs.keySet(), states, unstopped);
        files.delete(report.uploads());
        for (String runId : runs.keySet()) {
            files.delete(files.of(runId, !wasStopped(runId)));
            TOLD.forEach(topic -> sender.send(new ProducerRecord<>(topic, runId, null)));
            board.erase(runId);
        }
        LOGGER.infof(
                "concept erased: runs=%d artifacts=%d bytes=%d",
                runs.size(), report.artifacts(), report.bytes());
        return Optional.of(report);
    }

    private Map<String, String> visible(String conceptId, Access access) {
        Map<String, String> runs = concepts.find(conceptId);
        runs.values().removeIf(tenant -> !access.covers(tenant));
        return runs;
    }

    private Map<String, RunState> states(Map<String, String> runs) {
        Map<String, RunState> states = new HashMap<>();
        runs.keySet()
                .forEach(
                        runId ->
                                board.find(runId)
                                        .map(RunView::state)
                                        .ifPresent(state -> states.put(runId, state)));
        return states;
    }

    /** Rather than having come to an end, so that records of it may still wait for workers. */
    private boolean wasStopped(String runId) {
        return board.find(runId)
                .filter(run -> run.state().isEnd() && run.state() != RunState.CANCELLED)
                .isEmpty();
    }

    private ErasureReport report(
            String conceptId,
            boolean erased,
            Instant now,
            Set<String> runs,
            Map<String, RunState> states,
            Set<String> unstopped) {
        List<ErasureReport.Run> rows = new ArrayList<>();
        for (String runId : runs) {
            List<String> keys = files.of(runId, !wasStopped(runId));
            RunState state = states.get(runId);
            rows.add(
                    new ErasureReport.Run(
                            runId,
                            state,
                            !unstopped.contains(runId),
                            keys.size(),
                            files.bytes(keys)));
        }
        Set<String> uploads = files.uploadsOf(runs);
        Map<String, Integer> tombstones = new HashMap<>();
        TOLD.forEach(topic -> tombstones.put(topic, runs.size()));
        return new ErasureReport(
                conceptId,
                erased,
                now,
                rows,
                List.copyOf(uploads),
                uploads.size() + rows.stream().mapToInt(ErasureReport.Run::artifacts).sum(),
                files.bytes(uploads) + rows.stream().mapToLong(ErasureReport.Run::bytes).sum(),
                tombstones,
                kept.since(now));
    }
}
