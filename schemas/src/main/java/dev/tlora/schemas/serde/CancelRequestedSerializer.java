package dev.tlora.schemas.serde;

import dev.tlora.schemas.CancelRequested;

/** Writes {@link CancelRequested} into a record's value and headers. */
public final class CancelRequestedSerializer extends EventSerializer<CancelRequested> {}
