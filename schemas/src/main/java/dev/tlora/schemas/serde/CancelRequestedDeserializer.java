package dev.tlora.schemas.serde;

import dev.tlora.schemas.CancelRequested;

/** Reads {@link CancelRequested} from a record's value. */
public final class CancelRequestedDeserializer extends EventDeserializer<CancelRequested> {

    public CancelRequestedDeserializer() {
        super(CancelRequested.class);
    }
}
