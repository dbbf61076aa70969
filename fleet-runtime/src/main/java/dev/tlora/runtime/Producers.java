package dev.tlora.runtime;

import dev.tlora.artifacts.ArtifactStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Parts that come from libraries without CDI. */
@ApplicationScoped
class Producers {

    @Produces
    @Singleton
    ArtifactStore store(FleetConfig config) {
        return Stores.open(config);
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
