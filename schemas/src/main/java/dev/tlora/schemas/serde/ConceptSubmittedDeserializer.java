package dev.tlora.schemas.serde;

import dev.tlora.schemas.ConceptSubmitted;

/** Reads {@link ConceptSubmitted} from a record's value. */
public final class ConceptSubmittedDeserializer extends EventDeserializer<ConceptSubmitted> {

    public ConceptSubmittedDeserializer() {
        super(ConceptSubmitted.class);
    }
}
