package dev.tlora.schemas.serde;

import dev.tlora.schemas.LatentsPrepared;

/** Reads {@link LatentsPrepared} from a record's value. */
public final class LatentsPreparedDeserializer extends EventDeserializer<LatentsPrepared> {

    public LatentsPreparedDeserializer() {
        super(LatentsPrepared.class);
    }
}
