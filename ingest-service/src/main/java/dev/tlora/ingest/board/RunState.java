package dev.tlora.ingest.board;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a run has come. */
public enum RunState {
    /** Ordered here; ingest has not seen it yet. */
    SUBMITTED,
    ACCEPTED,
    /** Waits for a trainer. */
    PREPARED,
    TRAINING,
    /** Has its adapter and waits for a sampler. */
    PUBLISHED,
    RENDERING,
    SCORED,
    REJECTED,
    FAILED,
    CANCELLED;

    /** Whether nothing more happens to the run by itself. */
    public boolean isEnd() {
        return compareTo(SCORED) >= 0;
    }

    /** The name in JSON. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
