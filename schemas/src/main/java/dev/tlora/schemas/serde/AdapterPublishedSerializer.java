package dev.tlora.schemas.serde;

import dev.tlora.schemas.AdapterPublished;

/** Writes {@link AdapterPublished} into a record's value and headers. */
public final class AdapterPublishedSerializer extends EventSerializer<AdapterPublished> {}
