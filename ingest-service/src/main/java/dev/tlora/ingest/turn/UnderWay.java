package dev.tlora.ingest.turn;

import dev.tlora.ingest.board.RunBoard;
import dev.tlora.ingest.board.RunState;
import dev.tlora.ingest.board.RunView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the runs of a tenant that are accepted and have not ended.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class UnderWay {

    private final RunBoard board;

    /** Tenants by run, of those that the board has not heard of yet. */
    private final Map<String, String> entered = new ConcurrentHashMap<>();

    @Inject
    UnderWay(RunBoard board) {
        this.board = board;
    }

    /** Notes a run that is about to be accepted. */
    public void enter(String runId, String tenant) {
        entered.put(runId, tenant);
    }

    int of(String tenant) {
        entered.keySet().removeIf(runId -> board.find(runId).filter(this::isTold).isPresent());
        Set<String> runs = new HashSet<>();
        entered.forEach(
                (runId, owner) -> {
                    if (owner.equals(tenant)) {
                        runs.add(runId);
                    }
                });
        board.list().stream()
                .filter(run -> tenant.equals(run.tenant()))
                .filter(run -> isTold(run) && !run.state().isEnd())
                .map(RunView::runId)
                .forEach(runs::add);
        return runs.size();
    }

    private boolean isTold(RunView run) {
        return run.state() != RunState.SUBMITTED;
    }
}
