package dev.tlora.schemas.serde;

import dev.tlora.schemas.RenderRequested;

/** Writes {@link RenderRequested} into a record's value and headers. */
public final class RenderRequestedSerializer extends EventSerializer<RenderRequested> {}
