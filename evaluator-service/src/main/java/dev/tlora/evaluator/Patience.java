package dev.tlora.evaluator;

import dev.tlora.artifacts.UnavailableException;
import dev.tlora.runtime.BrokerUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Outlasts a store or broker that is away for a while, with growing pauses, so that a record which
 * is in order does not become a dead letter.
 */
@ApplicationScoped
public class Patience {

    private static final Logger LOGGER = Logger.getLogger(Patience.class);

    private final int attempts;
    private final Duration firstPause;

    @Inject
    Patience(EvaluatorConfig config) {
        this(config.retry().attempts(), config.retry().firstPause());
    }

    /**
     * @param attempts tries in all, at least 1
     * @param firstPause before the second one; doubles each time
     */
    public Patience(int attempts, Duration firstPause) {
        this.attempts = attempts;
        this.firstPause = firstPause;
    }

    /**
     * Does something, again while the store or the broker is away. Other failures, and the last one
     * of these, reach the caller.
     */
    public <T> T insist(Supplier<T> action) {
        Duration pause = firstPause;
        for (int attempt = 1; attempt < attempts; attempt++) {
            try {
                return action.get();
            } catch (UnavailableException | BrokerUnavailableException e) {
                LOGGER.warnf("trying again: tries=%d cause=%s", attempt, e.getMessage());
                sleep(pause, e);
                pause = pause.multipliedBy(2);
            }
        }
        return action.get();
    }

    private static void sleep(Duration pause, RuntimeException cause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }
}
