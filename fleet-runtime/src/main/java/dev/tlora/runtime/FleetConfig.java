package dev.tlora.runtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Settings that all services share; every key is listed in {@code docs/configuration.md}. */
@ConfigMapping(prefix = "tlora")
public interface FleetConfig {

    /**
     * The artefact store: a folder, which services on several machines must all see, or {@code
     * s3://bucket/folder}.
     */
    @WithDefault("tlora-data")
    String store();

    S3 s3();

    /** Folder with one sub-folder per model, each in diffusers layout. */
    @WithDefault("tlora-data/models")
    Path models();

    Topics topics();

    Queue queue();

    Log log();

    Traces traces();

    /** How to reach a store on S3. */
    interface S3 {

        /** Address of a server other than AWS. */
        Optional<URI> endpoint();

        @WithDefault("us-east-1")
        String region();

        /** Whether the bucket is part of the path, as most servers other than AWS want it. */
        @WithDefault("false")
        boolean pathStyle();

        /**
         * Without it, credentials are looked for where AWS tools do: environment, profile, role.
         */
        Optional<String> accessKey();

        Optional<String> secretKey();

        /** Larger artefacts are uploaded in parts of so many bytes. */
        @WithDefault("16777216")
        long partBytes();

        /** Folder of local copies. */
        @WithDefault("${java.io.tmpdir}/tlora-copies")
        Path cache();

        /** Bytes of local copies kept beyond those used within the last hour. */
        @WithDefault("21474836480")
        long cacheBytes();
    }

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

        /** How long a job waits for a store or broker that is away before it is a dead letter. */
        @WithDefault("1h")
        Duration patience();

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

    /** Settings of the log. */
    interface Log {

        /** Whether the log is lines of JSON instead of text. */
        @WithDefault("false")
        boolean json();
    }

    /** Settings of the traces. */
    interface Traces {

        /** Where traces go by OTLP over gRPC; absent, there are none and they cost nothing. */
        Optional<URI> endpoint();

        /** Share of the runs that are traced. */
        @WithDefault("1")
        @DecimalMin("0")
        @DecimalMax("1")
        double ratio();
    }
}
