package dev.tlora.ingest.board;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready until the board knows the runs of the past. */
@Readiness
@ApplicationScoped
class BoardHealth implements HealthCheck {

    private final BoardFeed feed;

    @Inject
    BoardHealth(BoardFeed feed) {
        this.feed = feed;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("run board").status(feed.isCaughtUp()).build();
    }
}
