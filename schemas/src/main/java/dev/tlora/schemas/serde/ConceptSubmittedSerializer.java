package dev.tlora.schemas.serde;

import dev.tlora.schemas.ConceptSubmitted;

/** Writes {@link ConceptSubmitted} into a record's value and headers. */
public final class ConceptSubmittedSerializer extends EventSerializer<ConceptSubmitted> {}
