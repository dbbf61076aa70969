package dev.tlora.schemas.serde;

import dev.tlora.schemas.RunEvent;

/** Reads {@link RunEvent} from a record's value. */
public final class RunEventDeserializer extends EventDeserializer<RunEvent> {

    public RunEventDeserializer() {
        super(RunEvent.class);
    }
}
