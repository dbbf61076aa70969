package dev.tlora.schemas;

import java.time.Instant;

/** An event or order that belongs to one run; keyed by its run unless it says otherwise. */
public sealed interface EventOfRun extends FleetEvent
        permits LatentsPrepared,
                AdapterPublished,
                RenderRequested,
                ImageEvent,
                ScoreEvent,
                RunEvent,
                CancelRequested {

    /** The run, one word of letters, digits, dots, hyphens and underscores. */
    String runId();

    /** When it happened or was asked for. */
    Instant time();

    @Override
    default String key() {
        return runId();
    }
}
