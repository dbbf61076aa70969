package dev.tlora.evaluator.fold;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

/**
 * Goes on after a failure from the last committed record: closing a run only fails while the store
 * or the broker is away, and can be repeated.
 */
@ApplicationScoped
class FoldFailures implements StreamsUncaughtExceptionHandler {

    private static final Logger LOGGER = Logger.getLogger(FoldFailures.class);

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        LOGGER.errorf(failure, "folding goes on from the last commit");
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
