package dev.tlora.ingest.turn;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.ingest.IngestConfig;
import dev.tlora.ingest.board.RunBoard;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Gives each tenant its turns, for as long as the service runs. */
@Singleton
public class Turns {

    private static final Logger LOGGER = Logger.getLogger(Turns.class);
    private static final long PERIOD_MILLIS = 500;

    private final IngestConfig config;
    private final ArtifactStore store;
    private final UnderWay underWay;
    private final RunBoard board;
    private final Clock clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    work -> {
                        Thread made = new Thread(work, "turns");
                        made.setDaemon(true);
                        return made;
                    });

    private Turnstile turnstile;
    private ScheduledFuture<?> looking;

    @Inject
    Turns(
            IngestConfig config,
            ArtifactStore store,
            UnderWay underWay,
            RunBoard board,
            Clock clock) {
        this.config = config;
        this.store = store;
        this.underWay = underWay;
        this.board = board;
        this.clock = clock;
    }

    /** Sees those through that have waited, as their turn comes; to be called once. */
    public void start(Consumer<ConsumerRecord<String, byte[]>> passing) {
        turnstile =
                new Turnstile(
                        config.tenant().running(),
                        store,
                        underWay::of,
                        board::isCaughtUp,
                        passing,
                        clock);
        looking =
                thread.scheduleWithFixedDelay(
                        this::release, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Takes an order, which passes or waits. */
    public void take(ConsumerRecord<String, byte[]> record, Runnable pass) {
        turnstile.take(record, pass);
    }

    private void release() {
        try {
            turnstile.release();
        } catch (RuntimeException e) {
            LOGGER.warnf(e, "waiting orders are looked at again: cause=%s", e.getMessage());
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        if (looking != null) {
            looking.cancel(false);
        }
        thread.shutdown();
    }
}
