package dev.tlora.ingest.erase;

import dev.tlora.ingest.board.RunBoard;
import dev.tlora.ingest.board.RunView;
import dev.tlora.runtime.EventSender;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.Topics;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** Stops runs and waits until their workers have. */
@Singleton
class Stopping {

    private static final Logger LOGGER = Logger.getLogger(Stopping.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A sampler tells at once and looks once a second whether its images are still wanted. */
    private static final Duration LAST_IMAGE = Duration.ofSeconds(3);

    private static final long TO_THE_END = Long.MAX_VALUE;

    private final RunBoard board;
    private final EventSender sender;

    @Inject
    Stopping(RunBoard board, EventSender sender) {
        this.board = board;
        this.sender = sender;
    }

    /** Returns the runs that have not stopped in time. */
    Set<String> stop(Collection<String> runs, Instant now) {
        List<String> open = runs.stream().filter(this::isOpen).toList();
        open.forEach(runId -> sender.send(Topics.CONTROL, new CancelRequested(runId, now, true)));
        Set<String> unstopped = new TreeSet<>();
        for (String runId : open) {
            if (!hasEnded(runId)) {
                unstopped.add(runId);
            }
        }
        if (!open.isEmpty()) {
            Uni.createFrom().voidItem().onItem().delayIt().by(LAST_IMAGE).await().indefinitely();
        }
        return unstopped;
    }

    private boolean isOpen(String runId) {
        return board.find(runId).map(RunView::state).filter(state -> state.isEnd()).isEmpty();
    }

    private boolean hasEnded(String runId) {
        try {
            board.follow(runId, TO_THE_END).collect().asList().await().atMost(PATIENCE);
            return true;
        } catch (TimeoutException e) {
            LOGGER.warnf("run to be erased has not stopped: runId=%s", runId);
            return false;
        }
    }
}
