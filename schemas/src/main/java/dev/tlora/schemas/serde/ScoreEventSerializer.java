package dev.tlora.schemas.serde;

import dev.tlora.schemas.ScoreEvent;

/** Writes {@link ScoreEvent} into a record's value and headers. */
public final class ScoreEventSerializer extends EventSerializer<ScoreEvent> {}
