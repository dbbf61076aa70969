package dev.tlora.schemas.serde;

import dev.tlora.schemas.ScoreEvent;

/** Reads {@link ScoreEvent} from a record's value. */
public final class ScoreEventDeserializer extends EventDeserializer<ScoreEvent> {

    public ScoreEventDeserializer() {
        super(ScoreEvent.class);
    }
}
