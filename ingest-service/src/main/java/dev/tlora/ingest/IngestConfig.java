package dev.tlora.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of the ingest service; every key is listed in {@code docs/configuration.md}. */
@ConfigMapping(prefix = "tlora.ingest")
public interface IngestConfig {

    /**
     * Folders, comma separated, in which photos named by {@code file:} URIs may lie; by default all
     * while everyone may do everything on this machine, and none once keys are asked for.
     */
    Optional<List<Path>> fileRoots();

    Http http();

    Photo photo();

    Board board();

    Tenant tenant();

    /** What one tenant may take up. */
    interface Tenant {

        /**
         * Runs of one tenant that may be under way at once; its further orders wait, the highest
         * priority first. Absent, there is no limit.
         */
        OptionalInt running();
    }

    /** How photos are fetched over HTTP. */
    interface Http {

        /** Longest time for one photo, redirects included. */
        @WithDefault("30s")
        Duration timeout();

        /** Most redirects followed for one photo. */
        @WithDefault("5")
        @Min(0)
        int redirects();

        /** Hosts, comma separated, that may be asked although their address is a private one. */
        Optional<List<String>> privateHosts();
    }

    /** What a photo may cost. */
    interface Photo {

        /** Largest file in bytes. */
        @WithDefault("67108864")
        long maxBytes();

        /** Largest width times height. */
        @WithDefault("40000000")
        long maxPixels();

        /** Smallest width and height in pixels. */
        @WithDefault("64")
        int minSide();
    }

    /** What is remembered of runs for those who ask. */
    interface Board {

        /** Runs remembered; the ones that were quiet for longest are forgotten first. */
        @WithDefault("1000")
        @Min(1)
        int runs();

        /** Events remembered of one run; old progress is forgotten first. */
        @WithDefault("500")
        @Min(10)
        int eventsPerRun();
    }
}
