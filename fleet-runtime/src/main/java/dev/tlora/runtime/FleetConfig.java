package dev.tlora.runtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Settings that all services share; every key is listed in {@code docs/configuration.md}. */
@ConfigMapping(prefix = "tlora")
public interface FleetConfig {

    /** Folder of the artefact store; services on several machines need one that all of them see. */
    @WithDefault("tlora-data")
    Path store();

    /** Folder with one sub-folder per model, each in diffusers layout. */
    @WithDefault("tlora-data/models")
    Path models();

    Topics topics();

    Queue queue();

    /** Settings of the topics. */
    interface Topics {

        /** Whether a service creates missing topics when it starts. */
        @WithDefault("true")
        boolean create();

        /** Copies of each record of the topics it creates. */
        @WithDefault("1")
        short replicationFactor();
    }

    /** Settings of the workers on queues. */
    interface Queue {

        /** How long a job stays with a worker that no longer renews it; 15 s to 60 s. */
        @WithDefault("30s")
        Duration lease();

        /** How long a stopping worker may go on to save what it has. */
        @WithDefault("25s")
        Duration grace();

        /** How often a job is tried before it becomes a dead letter. */
        @WithDefault("5")
        int maxDeliveries();

        /** First pause before a failed job is tried again; doubles up to a minute. */
        @WithDefault("1s")
        Duration backoff();

        /** How long a job of a stage is taken to last before one has finished in this process. */
        @WithDefaults
        @WithDefault("1m")
        Map<String, Duration> expected();

        /** A process whose workers idle for this long ends; absent, it waits for ever. */
        Optional<Duration> exitWhenIdle();
    }
}
