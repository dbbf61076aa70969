package dev.tlora.schemas.serde;

import dev.tlora.schemas.AdapterPublished;

/** Reads {@link AdapterPublished} from a record's value. */
public final class AdapterPublishedDeserializer extends EventDeserializer<AdapterPublished> {

    public AdapterPublishedDeserializer() {
        super(AdapterPublished.class);
    }
}
