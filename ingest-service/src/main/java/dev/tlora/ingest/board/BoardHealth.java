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

    private final RunBoard board;

    @Inject
    BoardHealth(RunBoard board) {
        this.board = board;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("run board").status(board.isCaughtUp()).build();
    }
}
