package dev.tlora.schemas.serde;

import dev.tlora.schemas.RenderRequested;

/** Reads {@link RenderRequested} from a record's value. */
public final class RenderRequestedDeserializer extends EventDeserializer<RenderRequested> {

    public RenderRequestedDeserializer() {
        super(RenderRequested.class);
    }
}
