package dev.tlora.schemas.serde;

import dev.tlora.schemas.RunEvent;

/** Writes {@link RunEvent} into a record's value and headers. */
public final class RunEventSerializer extends EventSerializer<RunEvent> {}
