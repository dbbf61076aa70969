package dev.tlora.schemas.serde;

import dev.tlora.schemas.LatentsPrepared;

/** Writes {@link LatentsPrepared} into a record's value and headers. */
public final class LatentsPreparedSerializer extends EventSerializer<LatentsPrepared> {}
