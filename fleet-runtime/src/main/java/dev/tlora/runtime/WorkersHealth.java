package dev.tlora.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Not alive when a worker has ended, which only a restart cures. */
@Liveness
@ApplicationScoped
class WorkersHealth implements HealthCheck {

    private final Workers workers;

    @Inject
    WorkersHealth(Workers workers) {
        this.workers = workers;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("workers").status(workers.allRunning()).build();
    }
}
