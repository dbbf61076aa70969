package dev.tlora.schemas.serde;

import dev.tlora.schemas.ImageEvent;

/** Writes {@link ImageEvent} into a record's value and headers. */
public final class ImageEventSerializer extends EventSerializer<ImageEvent> {}
